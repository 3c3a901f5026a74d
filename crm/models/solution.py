"""Solutions: what was added to the CRM, by whom, in which version."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    BooleanColumn,
    DateTimeColumn,
    LookupColumn,
    PrimaryIdColumn,
    StringColumn,
)
from crm.models.record import CrmRecord


class Solution(CrmRecord):
    solutionid = PrimaryIdColumn()
    uniquename = StringColumn(65, searched=True, verbose_name=_("Name"))
    friendlyname = StringColumn(256, verbose_name=_("Display Name"))
    version = StringColumn(256, verbose_name=_("Version"))
    publisherid = LookupColumn("publisher", cascade=RESTRICT, verbose_name=_("Publisher"))
    ismanaged = BooleanColumn(verbose_name=_("Package Type"))
    isvisible = BooleanColumn(default=True, verbose_name=_("Is Visible"))
    installedon = DateTimeColumn(date_format="DateOnly", read_only=True, verbose_name=_("Installed On"))
    description = StringColumn(2000, verbose_name=_("Description"))

    class Meta:
        db_table = "solution"
        verbose_name = _("Solution")
        verbose_name_plural = _("Solutions")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "solutions"
        schema_name = "Solution"
        object_type_code = 7100
        primary_name = "friendlyname"
