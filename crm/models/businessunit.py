"""Business units: the tree along which privileges reach."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import RESTRICT, BooleanColumn, LookupColumn, PrimaryIdColumn, StringColumn
from crm.models.record import CrmRecord


class BusinessUnit(CrmRecord):
    businessunitid = PrimaryIdColumn()
    name = StringColumn(160, required=True, verbose_name=_("Name"))
    parentbusinessunitid = LookupColumn("businessunit", cascade=RESTRICT, verbose_name=_("Parent Business"))
    isdisabled = BooleanColumn(verbose_name=_("Is Disabled"))

    class Meta:
        db_table = "businessunit"
        verbose_name = _("Business Unit")
        verbose_name_plural = _("Business Units")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "businessunits"
        schema_name = "BusinessUnit"
        object_type_code = 10
