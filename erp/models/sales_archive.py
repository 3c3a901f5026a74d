"""Earlier versions of quotes and orders, kept as they were."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.models.document_line import DocumentLine, LineAmounts
from erp.models.document_parties import BillToFields, SellToFields, ShipToFields
from erp.models.document_terms import DocumentTerms, DocumentTotals
from erp.models.fields import CodeField
from erp.models.record import ErpRecord
from erp.models.sales_header import SalesDocumentStatus, SalesDocumentType


class SalesHeaderArchive(SellToFields, BillToFields, ShipToFields, DocumentTerms, DocumentTotals, ErpRecord):
    """A version of a document; ``document_record_id`` is the id of the document, which may be gone."""

    document_record_id = models.UUIDField(_("Document Id"), db_index=True, editable=False)
    document_type = models.CharField(_("Document Type"), max_length=15, choices=SalesDocumentType.choices)
    no = CodeField(_("No."), max_length=20, db_index=True)
    version_no = models.PositiveIntegerField(_("Version No."))
    archived_at = models.DateTimeField(_("Archived At"), default=timezone.now)
    archived_by = models.CharField(_("Archived By"), max_length=150, blank=True, default="")
    status = models.CharField(_("Status"), max_length=10, choices=SalesDocumentStatus.choices)
    requested_delivery_date = models.DateField(_("Requested Delivery Date"), null=True, blank=True)
    quote_valid_until_date = models.DateField(_("Quote Valid Until Date"), null=True, blank=True)
    quote_no = CodeField(_("Quote No."), max_length=20, blank=True, default="")

    class Meta:
        verbose_name = _("Sales Document Archive")
        verbose_name_plural = _("Sales Document Archives")
        constraints = [
            models.UniqueConstraint(
                fields=["document_record_id", "version_no"], name="erp_sales_header_archive_key"
            )
        ]
        indexes = [
            models.Index(fields=["archived_at", "id"], name="erp_sales_archive_archived_at"),
            models.Index(
                fields=["quote_no"], condition=~models.Q(quote_no=""), name="erp_sales_archive_quote"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_document_type_display()} {self.no} ({self.version_no})"


class SalesLineArchive(DocumentLine, LineAmounts, ErpRecord):
    """A line of a version."""

    document = models.ForeignKey(
        SalesHeaderArchive,
        verbose_name=_("Document"),
        on_delete=models.CASCADE,
        related_name="lines",
        editable=False,
    )
    requested_delivery_date = models.DateField(_("Requested Delivery Date"), null=True, blank=True)

    class Meta:
        verbose_name = _("Sales Line Archive")
        verbose_name_plural = _("Sales Line Archives")
        ordering = ["document", "line_no"]
        constraints = [
            models.UniqueConstraint(fields=["document", "line_no"], name="erp_sales_line_archive_key")
        ]

    def __str__(self) -> str:
        return f"{self.line_no} {self.no} {self.description}".strip()
