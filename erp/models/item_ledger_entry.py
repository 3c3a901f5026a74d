"""What came into stock and what went out; entries are only added."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, CodeField
from erp.models.record import ErpRecord


class ItemEntryType(models.TextChoices):
    """Why a stock has changed."""

    SALE = "sale", _("Sale")
    POSITIVE_ADJMT = "positive_adjmt", _("Positive Adjmt.")
    NEGATIVE_ADJMT = "negative_adjmt", _("Negative Adjmt.")


class ItemLedgerEntry(ErpRecord):
    """One change of an item's stock; the quantity is in base units, negative for what went out."""

    entry_no = models.PositiveIntegerField(_("Entry No."), unique=True)
    posting_date = models.DateField(_("Posting Date"))
    entry_type = models.CharField(_("Entry Type"), max_length=15, choices=ItemEntryType.choices)
    document_no = CodeField(_("Document No."), max_length=20)
    item = models.ForeignKey(
        "erp.Item",
        verbose_name=_("Item No."),
        to_field="no",
        db_column="item_no",
        on_delete=models.PROTECT,
        related_name="ledger_entries",
    )
    description = models.CharField(_("Description"), max_length=100, blank=True, default="")
    quantity = AmountField(_("Quantity"))
    unit_of_measure_code = CodeField(_("Unit of Measure Code"), max_length=10, blank=True, default="")
    qty_per_unit_of_measure = AmountField(_("Qty. per Unit of Measure"), default=Decimal(1))

    class Meta:
        verbose_name = _("Item Ledger Entry")
        verbose_name_plural = _("Item Ledger Entries")
        ordering = ["-entry_no"]
        indexes = [models.Index(fields=["modified_at"], name="erp_item_ledger_modified_at")]

    def __str__(self) -> str:
        return str(self.entry_no)
