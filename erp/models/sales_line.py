"""The lines of sales documents that are not posted yet."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.document_line import DocumentLine, LineAmounts
from erp.models.fields import AmountField
from erp.models.record import ErpRecord
from erp.models.sales_header import SalesHeader


class SalesLine(DocumentLine, LineAmounts, ErpRecord):
    """A line; quantities are in its unit, amounts in LCY include VAT."""

    document = models.ForeignKey(
        SalesHeader,
        verbose_name=_("Document"),
        on_delete=models.CASCADE,
        related_name="lines",
        editable=False,
        db_index=False,
    )
    outstanding_quantity = AmountField(_("Outstanding Quantity"), default=Decimal(0), editable=False)
    qty_to_ship = AmountField(_("Qty. to Ship"), default=Decimal(0))
    qty_to_invoice = AmountField(_("Qty. to Invoice"), default=Decimal(0))
    quantity_shipped = AmountField(_("Quantity Shipped"), default=Decimal(0), editable=False)
    quantity_invoiced = AmountField(_("Quantity Invoiced"), default=Decimal(0), editable=False)
    outstanding_amount_lcy = AmountField(_("Outstanding Amount (LCY)"), default=Decimal(0), editable=False)
    shipped_not_invoiced_lcy = AmountField(
        _("Shipped Not Invoiced (LCY)"), default=Decimal(0), editable=False
    )
    # Set in an invoice that is made from shipments.
    shipment_line = models.ForeignKey(
        "erp.SalesShipmentLine",
        verbose_name=_("Shipment Line"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    requested_delivery_date = models.DateField(_("Requested Delivery Date"), null=True, blank=True)

    class Meta:
        verbose_name = _("Sales Line")
        verbose_name_plural = _("Sales Lines")
        ordering = ["document", "line_no"]
        constraints = [models.UniqueConstraint(fields=["document", "line_no"], name="erp_sales_line_key")]
        indexes = [
            models.Index(fields=["modified_at"], name="erp_sales_line_modified_at"),
            # How far an order is shipped is asked of all orders at once, by nothing else of their lines.
            models.Index(
                fields=["document", "quantity_shipped", "outstanding_quantity"],
                name="erp_sales_line_shipped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_no} {self.no} {self.description}".strip()
