"""Changes of stock that are entered but not posted yet."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, CodeField, reference
from erp.models.item_ledger_entry import ItemEntryType
from erp.models.record import ErpRecord

_ADJUSTMENTS = (ItemEntryType.POSITIVE_ADJMT, ItemEntryType.NEGATIVE_ADJMT)


class ItemJournalLine(ErpRecord):
    """A line of the item journal; posting makes a ledger entry of it and takes it away."""

    line_no = models.PositiveIntegerField(_("Line No."), unique=True)
    posting_date = models.DateField(_("Posting Date"))
    entry_type = models.CharField(
        _("Entry Type"),
        max_length=15,
        choices=[(option.value, option.label) for option in _ADJUSTMENTS],
        default=ItemEntryType.POSITIVE_ADJMT,
    )
    document_no = CodeField(_("Document No."), max_length=20)
    item = models.ForeignKey(
        "erp.Item",
        verbose_name=_("Item No."),
        to_field="no",
        db_column="item_no",
        on_delete=models.PROTECT,
        related_name="+",
    )
    description = models.CharField(_("Description"), max_length=100, blank=True, default="")
    quantity = AmountField(_("Quantity"), default=Decimal(0))
    unit_of_measure = reference(
        "erp.UnitOfMeasure", _("Unit of Measure Code"), "unit_of_measure_code", db_index=False
    )

    class Meta:
        verbose_name = _("Item Journal Line")
        verbose_name_plural = _("Item Journal Lines")
        ordering = ["line_no"]

    def __str__(self) -> str:
        return f"{self.document_no} {self.item_id}"
