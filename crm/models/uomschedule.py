"""Unit groups: units that convert into each other."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import MemoColumn, PrimaryIdColumn, StateColumn, StatusColumn, StringColumn
from crm.models.record import CrmRecord


class UoMSchedule(CrmRecord):
    uomscheduleid = PrimaryIdColumn()
    name = StringColumn(200, searched=True, verbose_name=_("Name"))
    baseuomname = StringColumn(100, verbose_name=_("Primary Unit Name"))
    description = MemoColumn(2_000, verbose_name=_("Description"))
    statecode = StateColumn({0: _("Active"), 1: _("Inactive")})
    statuscode = StatusColumn({1: _("Active"), 2: _("Inactive")}, state_of={1: 0, 2: 1})

    class Meta:
        db_table = "uomschedule"
        verbose_name = _("Unit Group")
        verbose_name_plural = _("Unit Groups")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "uomschedules"
        schema_name = "UoMSchedule"
        object_type_code = 1056
