"""Publishers: who makes solutions, and the prefix of the names that they bring."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import BooleanColumn, IntegerColumn, PrimaryIdColumn, StringColumn
from crm.models.record import CrmRecord


class Publisher(CrmRecord):
    publisherid = PrimaryIdColumn()
    uniquename = StringColumn(256, searched=True, verbose_name=_("Name"))
    friendlyname = StringColumn(256, verbose_name=_("Display Name"))
    customizationprefix = StringColumn(8, verbose_name=_("Prefix"))
    customizationoptionvalueprefix = IntegerColumn(
        minimum=10_000, maximum=99_999, verbose_name=_("Option Value Prefix")
    )
    description = StringColumn(2000, verbose_name=_("Description"))
    emailaddress = StringColumn(100, verbose_name=_("Email"))
    supportingwebsiteurl = StringColumn(200, verbose_name=_("Website"))
    isreadonly = BooleanColumn(verbose_name=_("Is Read-Only"))

    class Meta:
        db_table = "publisher"
        verbose_name = _("Publisher")
        verbose_name_plural = _("Publishers")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "publishers"
        schema_name = "Publisher"
        object_type_code = 7101
        primary_name = "friendlyname"
