"""What customers owe and have paid: ledger entries, and the details of which each is the sum."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, CodeField, reference
from erp.models.record import ErpRecord


class LedgerDocumentType(models.TextChoices):
    """What an entry stems from."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_MEMO = "credit_memo", _("Credit Memo")
    PAYMENT = "payment", _("Payment")
    REFUND = "refund", _("Refund")


class DetailedEntryType(models.TextChoices):
    """A detail is what the entry began with, or what was applied to it (or taken back) later."""

    INITIAL = "initial", _("Initial Entry")
    APPLICATION = "application", _("Application")


class CustomerLedgerEntry(ErpRecord):
    """One invoice, credit memo or payment of the customer who pays.

    Its amount is its initial detail, its remaining amount the sum of its details: positive for what the
    customer owes. It is open while something remains.
    """

    entry_no = models.PositiveIntegerField(_("Entry No."), unique=True)
    customer = reference(
        "erp.Customer",
        _("Customer No."),
        "customer_no",
        to_field="no",
        null=False,
        blank=False,
    )
    sell_to_customer_no = CodeField(_("Sell-to Customer No."), max_length=20, blank=True, default="")
    posting_date = models.DateField(_("Posting Date"))
    due_date = models.DateField(_("Due Date"))
    document_type = models.CharField(_("Document Type"), max_length=15, choices=LedgerDocumentType.choices)
    document_no = CodeField(_("Document No."), max_length=20, db_index=True)
    external_document_no = models.CharField(_("External Document No."), max_length=35, blank=True, default="")
    description = models.CharField(_("Description"), max_length=100, blank=True, default="")
    currency = reference("erp.Currency", _("Currency Code"), "currency_code", db_index=False)
    currency_factor = models.DecimalField(
        _("Currency Factor"), max_digits=30, decimal_places=15, default=Decimal(1)
    )
    sales_lcy = AmountField(_("Sales (LCY)"), default=Decimal(0))
    open = models.BooleanField(_("Open"), default=True)
    closed_at_date = models.DateField(_("Closed at Date"), null=True, blank=True)

    class Meta:
        verbose_name = _("Customer Ledger Entry")
        verbose_name_plural = _("Customer Ledger Entries")
        ordering = ["-entry_no"]
        indexes = [
            models.Index(fields=["customer", "open", "due_date"], name="erp_cust_ledger_open"),
            models.Index(fields=["modified_at"], name="erp_cust_ledger_modified_at"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_no} {self.get_document_type_display()} {self.document_no}"


class DetailedCustomerLedgEntry(ErpRecord):
    """One change of what remains of an entry; details are only added.

    ``application_no`` is the number of the first detail of an application, which all of it have in common.
    """

    entry_no = models.PositiveIntegerField(_("Entry No."), unique=True)
    cust_ledger_entry = models.ForeignKey(
        CustomerLedgerEntry,
        verbose_name=_("Cust. Ledger Entry No."),
        to_field="entry_no",
        db_column="cust_ledger_entry_no",
        on_delete=models.PROTECT,
        related_name="details",
    )
    entry_type = models.CharField(_("Entry Type"), max_length=15, choices=DetailedEntryType.choices)
    posting_date = models.DateField(_("Posting Date"))
    document_type = models.CharField(_("Document Type"), max_length=15, choices=LedgerDocumentType.choices)
    document_no = CodeField(_("Document No."), max_length=20)
    customer = reference(
        "erp.Customer",
        _("Customer No."),
        "customer_no",
        to_field="no",
        null=False,
        blank=False,
    )
    amount = AmountField(_("Amount"))
    amount_lcy = AmountField(_("Amount (LCY)"))
    application_no = models.PositiveIntegerField(_("Application No."), default=0, db_index=True)
    unapplied = models.BooleanField(_("Unapplied"), default=False)

    class Meta:
        verbose_name = _("Detailed Cust. Ledg. Entry")
        verbose_name_plural = _("Detailed Cust. Ledg. Entries")
        ordering = ["-entry_no"]

    def __str__(self) -> str:
        return str(self.entry_no)
