"""Posted sales invoices. They stay as they are; one that was cancelled says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.document_line import DocumentLine, LineAmounts, OrderLineFields
from erp.models.document_parties import BillToFields, SellToFields, ShipToFields
from erp.models.document_terms import DocumentTerms, DocumentTotals
from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class SalesInvoiceHeader(SellToFields, BillToFields, ShipToFields, DocumentTerms, DocumentTotals, ErpRecord):
    """An invoice of one order (which may be gone), of shipments of several orders, or of neither.

    ``pre_assigned_no`` is the number that an invoice had before it was posted.
    """

    no = CodeField(_("No."), max_length=20, unique=True)
    order_no = CodeField(_("Order No."), max_length=20, blank=True, default="", db_index=True)
    order_id = models.UUIDField(_("Order Id"), null=True, blank=True, db_index=True, editable=False)
    pre_assigned_no = CodeField(_("Pre-Assigned No."), max_length=20, blank=True, default="")
    quote_no = CodeField(_("Quote No."), max_length=20, blank=True, default="")
    cancelled = models.BooleanField(_("Cancelled"), default=False)

    class Meta:
        verbose_name = _("Posted Sales Invoice")
        verbose_name_plural = _("Posted Sales Invoices")
        indexes = [
            models.Index(fields=["modified_at"], name="erp_sales_invoice_modified_at"),
            models.Index(fields=["salesperson", "no"], name="erp_sales_invoice_salesperson"),
            models.Index(
                fields=["quote_no"], condition=~models.Q(quote_no=""), name="erp_sales_invoice_quote"
            ),
        ]

    def __str__(self) -> str:
        return self.no


class SalesInvoiceLine(DocumentLine, LineAmounts, OrderLineFields, ErpRecord):
    """What was invoiced of a line."""

    document = models.ForeignKey(
        SalesInvoiceHeader,
        verbose_name=_("Document"),
        on_delete=models.CASCADE,
        related_name="lines",
        editable=False,
    )
    shipment_line = models.ForeignKey(
        "erp.SalesShipmentLine",
        verbose_name=_("Shipment Line"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta:
        verbose_name = _("Posted Sales Invoice Line")
        verbose_name_plural = _("Posted Sales Invoice Lines")
        ordering = ["document", "line_no"]
        constraints = [
            models.UniqueConstraint(fields=["document", "line_no"], name="erp_sales_invoice_line_key")
        ]

    def __str__(self) -> str:
        return f"{self.line_no} {self.no} {self.description}".strip()
