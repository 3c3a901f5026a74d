"""Posted sales shipments: what went out to a customer. They stay as they are."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.document_line import DocumentLine, OrderLineFields
from erp.models.document_parties import BillToFields, SellToFields, ShipToFields
from erp.models.document_terms import DocumentTerms
from erp.models.fields import AmountField, CodeField
from erp.models.record import ErpRecord


class SalesShipmentHeader(SellToFields, BillToFields, ShipToFields, DocumentTerms, ErpRecord):
    """A shipment of one order, or a part of it; the order may be gone."""

    no = CodeField(_("No."), max_length=20, unique=True)
    order_no = CodeField(_("Order No."), max_length=20, blank=True, default="", db_index=True)
    order_id = models.UUIDField(_("Order Id"), null=True, blank=True, db_index=True, editable=False)
    quote_no = CodeField(_("Quote No."), max_length=20, blank=True, default="")
    requested_delivery_date = models.DateField(_("Requested Delivery Date"), null=True, blank=True)

    class Meta:
        verbose_name = _("Posted Sales Shipment")
        verbose_name_plural = _("Posted Sales Shipments")
        indexes = [
            models.Index(fields=["modified_at"], name="erp_sales_shipment_modified_at"),
            models.Index(fields=["salesperson", "no"], name="erp_sales_shipment_salesperson"),
            models.Index(
                fields=["quote_no"], condition=~models.Q(quote_no=""), name="erp_sales_shipment_quote"
            ),
        ]

    def __str__(self) -> str:
        return self.no


class SalesShipmentLine(DocumentLine, OrderLineFields, ErpRecord):
    """So much of an order line; the rest of what is known of it is as it was then."""

    document = models.ForeignKey(
        SalesShipmentHeader,
        verbose_name=_("Document"),
        on_delete=models.CASCADE,
        related_name="lines",
        editable=False,
    )
    quantity_invoiced = AmountField(_("Quantity Invoiced"), default=Decimal(0), editable=False)

    class Meta:
        verbose_name = _("Posted Sales Shipment Line")
        verbose_name_plural = _("Posted Sales Shipment Lines")
        ordering = ["document", "line_no"]
        constraints = [
            models.UniqueConstraint(fields=["document", "line_no"], name="erp_sales_shipment_line_key")
        ]

    def __str__(self) -> str:
        return f"{self.line_no} {self.no} {self.description}".strip()
