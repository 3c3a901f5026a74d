"""Setup of inventory: the number series of items, and whether a stock may fall below zero; one row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import reference
from erp.models.record import ErpRecord
from erp.models.setup import SetupRecord


class InventorySetup(SetupRecord, ErpRecord):
    """Names the number series of items. Postings take turns by locking this row."""

    item_nos = reference("erp.NoSeries", _("Item Nos."), "item_nos", db_index=False)
    prevent_negative_inventory = models.BooleanField(_("Prevent Negative Inventory"), default=False)

    class Meta(SetupRecord.Meta):
        verbose_name = _("Inventory Setup")
        verbose_name_plural = _("Inventory Setup")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
