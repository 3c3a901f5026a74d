"""Price lists, each in one currency."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    DateTimeColumn,
    DecimalColumn,
    LookupColumn,
    MemoColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)
from crm.models.record import CrmRecord


class PriceLevel(CrmRecord):
    pricelevelid = PrimaryIdColumn()
    name = StringColumn(100, searched=True, verbose_name=_("Name"))
    begindate = DateTimeColumn(date_format="DateOnly", verbose_name=_("Start Date"))
    enddate = DateTimeColumn(date_format="DateOnly", verbose_name=_("End Date"))
    description = MemoColumn(2_000, verbose_name=_("Description"))
    transactioncurrencyid = LookupColumn(
        "transactioncurrency", cascade=RESTRICT, required=True, completed=True, verbose_name=_("Currency")
    )
    exchangerate = DecimalColumn(minimum=0, read_only=True, verbose_name=_("Exchange Rate"))
    statecode = StateColumn({0: _("Active"), 1: _("Inactive")})
    statuscode = StatusColumn({100001: _("Active"), 100002: _("Inactive")}, state_of={100001: 0, 100002: 1})

    class Meta:
        db_table = "pricelevel"
        verbose_name = _("Price List")
        verbose_name_plural = _("Price Lists")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "pricelevels"
        schema_name = "PriceLevel"
        object_type_code = 1022
