"""Sales quotes, orders, invoices and credit memos that are not posted yet: their headers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.document_parties import BillToFields, SellToFields, ShipToFields
from erp.models.document_terms import DocumentTerms, DocumentTotals
from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class SalesDocumentType(models.TextChoices):
    """What a document is."""

    QUOTE = "quote", _("Quote")
    ORDER = "order", _("Order")
    INVOICE = "invoice", _("Invoice")
    CREDIT_MEMO = "credit_memo", _("Credit Memo")


class SalesDocumentStatus(models.TextChoices):
    """A released document stays as it is until it is reopened; what is open is released by posting it."""

    OPEN = "open", _("Open")
    RELEASED = "released", _("Released")


class SalesHeader(SellToFields, BillToFields, ShipToFields, DocumentTerms, DocumentTotals, ErpRecord):
    """A document. Its invoice discount is what was asked for; each change spreads it over the lines anew.

    ``amount`` and ``amount_including_vat`` are the sums of the lines.
    """

    document_type = models.CharField(
        _("Document Type"), max_length=15, choices=SalesDocumentType.choices, editable=False
    )
    no = CodeField(_("No."), max_length=20)
    status = models.CharField(
        _("Status"),
        max_length=10,
        choices=SalesDocumentStatus.choices,
        default=SalesDocumentStatus.OPEN,
        editable=False,
    )
    requested_delivery_date = models.DateField(_("Requested Delivery Date"), null=True, blank=True)
    quote_valid_until_date = models.DateField(_("Quote Valid Until Date"), null=True, blank=True)
    quote_no = CodeField(_("Quote No."), max_length=20, blank=True, default="")
    last_shipping_no = CodeField(
        _("Last Shipping No."), max_length=20, blank=True, default="", editable=False
    )
    last_posting_no = CodeField(_("Last Posting No."), max_length=20, blank=True, default="", editable=False)
    last_shipment_date = models.DateField(_("Last Shipment Date"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Sales Document")
        verbose_name_plural = _("Sales Documents")
        constraints = [models.UniqueConstraint(fields=["document_type", "no"], name="erp_sales_header_key")]
        indexes = [
            models.Index(fields=["document_type", "status"], name="erp_sales_header_status"),
            models.Index(fields=["modified_at"], name="erp_sales_header_modified_at"),
            models.Index(
                fields=["quote_no"], condition=~models.Q(quote_no=""), name="erp_sales_header_quote"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_document_type_display()} {self.no}"
