"""Messages: the kinds of things that happen to records and that others may be told of."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import LookupColumn, PrimaryIdColumn, StringColumn
from crm.models.record import CrmRecord

# What can be announced, and what programs look up to know whether a table takes many records at once.
ANNOUNCED = ("Create", "Update", "Delete")
MESSAGES = (*ANNOUNCED, "CreateMultiple", "UpdateMultiple", "UpsertMultiple")


class SdkMessage(CrmRecord):
    """``name`` is one of ``MESSAGES``; the rows are there from the beginning."""

    sdkmessageid = PrimaryIdColumn()
    name = StringColumn(256, read_only=True, db_index=True, verbose_name=_("Message Name"))

    class Meta:
        db_table = "sdkmessage"
        verbose_name = _("Message")
        verbose_name_plural = _("Messages")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "sdkmessages"
        schema_name = "SdkMessage"
        object_type_code = 4606


class SdkMessageFilter(CrmRecord):
    """A message together with the table (``primaryobjecttypecode``, its logical name) that it is about."""

    sdkmessagefilterid = PrimaryIdColumn()
    name = StringColumn(256, read_only=True)
    sdkmessageid = LookupColumn("sdkmessage", read_only=True, verbose_name=_("Message"))
    primaryobjecttypecode = StringColumn(64, read_only=True, db_index=True, verbose_name=_("Table"))

    class Meta:
        db_table = "sdkmessagefilter"
        verbose_name = _("Message Filter")
        verbose_name_plural = _("Message Filters")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "sdkmessagefilters"
        schema_name = "SdkMessageFilter"
        object_type_code = 4607
