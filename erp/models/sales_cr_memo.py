"""Posted sales credit memos. They stay as they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.document_line import DocumentLine, LineAmounts
from erp.models.document_parties import BillToFields, SellToFields, ShipToFields
from erp.models.document_terms import DocumentTerms, DocumentTotals
from erp.models.fields import CodeField, reference
from erp.models.record import ErpRecord


class SalesCrMemoHeader(SellToFields, BillToFields, ShipToFields, DocumentTerms, DocumentTotals, ErpRecord):
    """A credit memo; amounts are positive. One that cancels an invoice names it."""

    no = CodeField(_("No."), max_length=20, unique=True)
    pre_assigned_no = CodeField(_("Pre-Assigned No."), max_length=20, blank=True, default="")
    corrected_invoice = reference(
        "erp.SalesInvoiceHeader", _("Corrected Invoice No."), "corrected_invoice_no", to_field="no"
    )

    class Meta:
        verbose_name = _("Posted Sales Credit Memo")
        verbose_name_plural = _("Posted Sales Credit Memos")
        indexes = [
            models.Index(fields=["modified_at"], name="erp_sales_cr_memo_modified_at"),
            models.Index(fields=["salesperson", "no"], name="erp_sales_cr_memo_salesperson"),
        ]

    def __str__(self) -> str:
        return self.no


class SalesCrMemoLine(DocumentLine, LineAmounts, ErpRecord):
    """What was credited of a line."""

    document = models.ForeignKey(
        SalesCrMemoHeader,
        verbose_name=_("Document"),
        on_delete=models.CASCADE,
        related_name="lines",
        editable=False,
    )

    class Meta:
        verbose_name = _("Posted Sales Credit Memo Line")
        verbose_name_plural = _("Posted Sales Credit Memo Lines")
        ordering = ["document", "line_no"]
        constraints = [
            models.UniqueConstraint(fields=["document", "line_no"], name="erp_sales_cr_memo_line_key")
        ]

    def __str__(self) -> str:
        return f"{self.line_no} {self.no} {self.description}".strip()
