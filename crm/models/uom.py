"""Units of a unit group."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    BooleanColumn,
    CascadeDelete,
    DecimalColumn,
    LookupColumn,
    PrimaryIdColumn,
    StringColumn,
)
from crm.models.record import CrmRecord


class UoM(CrmRecord):
    """``quantity`` says how many of ``baseuom`` one of it is; the unit of the group itself has none."""

    uomid = PrimaryIdColumn()
    name = StringColumn(100, searched=True, verbose_name=_("Name"))
    uomscheduleid = LookupColumn("uomschedule", cascade=CascadeDelete.CASCADE, verbose_name=_("Unit Group"))
    baseuom = LookupColumn(
        "uom", cascade=RESTRICT, required=True, completed=True, verbose_name=_("Base Unit")
    )
    quantity = DecimalColumn(minimum=0, maximum=10_000_000_000, required=True, verbose_name=_("Quantity"))
    isschedulebaseuom = BooleanColumn(verbose_name=_("Is Schedule Base Unit"))

    class Meta:
        db_table = "uom"
        verbose_name = _("Unit")
        verbose_name_plural = _("Units")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "uoms"
        schema_name = "UoM"
        object_type_code = 1055
