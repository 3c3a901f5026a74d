"""Territories: the regions between which salespeople share their work."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import RESTRICT, DecimalColumn, LookupColumn, MemoColumn, PrimaryIdColumn, StringColumn
from crm.models.record import CrmRecord


class Territory(CrmRecord):
    territoryid = PrimaryIdColumn()
    name = StringColumn(200, searched=True, verbose_name=_("Name"))
    managerid = LookupColumn("systemuser", verbose_name=_("Manager"))
    parentterritoryid = LookupColumn("territory", verbose_name=_("Parent Territory"))
    description = MemoColumn(2_000, verbose_name=_("Description"))
    transactioncurrencyid = LookupColumn("transactioncurrency", cascade=RESTRICT, verbose_name=_("Currency"))
    exchangerate = DecimalColumn(minimum=0, read_only=True, verbose_name=_("Exchange Rate"))

    class Meta:
        db_table = "territory"
        verbose_name = _("Territory")
        verbose_name_plural = _("Territories")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "territories"
        schema_name = "Territory"
        object_type_code = 2013
