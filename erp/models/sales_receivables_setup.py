"""Setup of sales: where its records take their numbers from, what is sold without being listed; one row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField, reference
from erp.models.record import ErpRecord
from erp.models.setup import SetupRecord


class WriteInProductType(models.TextChoices):
    """In which table the write-in product stands."""

    ITEM = "item", _("Item")
    RESOURCE = "resource", _("Resource")


class ArchiveQuotes(models.TextChoices):
    """Whether a version of a quote is kept when it becomes an order or is deleted."""

    NEVER = "never", _("Never")
    QUESTION = "question", _("Question")
    ALWAYS = "always", _("Always")


class SalesReceivablesSetup(SetupRecord, ErpRecord):
    """Names number series, the record that stands for a write-in product, and the account of freight."""

    customer_nos = reference("erp.NoSeries", _("Customer Nos."), "customer_nos", db_index=False)
    quote_nos = reference("erp.NoSeries", _("Quote Nos."), "quote_nos", db_index=False)
    order_nos = reference("erp.NoSeries", _("Order Nos."), "order_nos", db_index=False)
    invoice_nos = reference("erp.NoSeries", _("Invoice Nos."), "invoice_nos", db_index=False)
    credit_memo_nos = reference("erp.NoSeries", _("Credit Memo Nos."), "credit_memo_nos", db_index=False)
    posted_shipment_nos = reference(
        "erp.NoSeries", _("Posted Shipment Nos."), "posted_shipment_nos", db_index=False
    )
    posted_invoice_nos = reference(
        "erp.NoSeries", _("Posted Invoice Nos."), "posted_invoice_nos", db_index=False
    )
    posted_credit_memo_nos = reference(
        "erp.NoSeries", _("Posted Credit Memo Nos."), "posted_credit_memo_nos", db_index=False
    )
    write_in_product_type = models.CharField(
        _("Write-in Product Type"),
        max_length=10,
        choices=WriteInProductType.choices,
        default=WriteInProductType.ITEM,
    )
    write_in_product_no = CodeField(_("Write-in Product No."), max_length=20, blank=True, default="")
    freight_gl_account = reference(
        "erp.GLAccount", _("Freight G/L Acc. No."), "freight_gl_acc_no", to_field="no", db_index=False
    )
    archive_quotes = models.CharField(
        _("Archive Quotes"), max_length=10, choices=ArchiveQuotes.choices, default=ArchiveQuotes.NEVER
    )
    archive_orders = models.BooleanField(_("Archive Orders"), default=False)

    class Meta(SetupRecord.Meta):
        verbose_name = _("Sales & Receivables Setup")
        verbose_name_plural = _("Sales & Receivables Setup")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
