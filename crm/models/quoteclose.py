"""The records of closing quotes, won or not."""

from django.utils.translation import gettext_lazy as _

from crm.models.activity import Activity
from crm.models.fields import (
    CascadeDelete,
    IntegerColumn,
    LookupColumn,
    PolymorphicLookupColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)


class QuoteClose(Activity):
    activityid = PrimaryIdColumn()
    subject = StringColumn(200, required=True, verbose_name=_("Subject"))
    quoteid = LookupColumn("quote", cascade=CascadeDelete.CASCADE, verbose_name=_("Quote"))
    regardingobjectid = PolymorphicLookupColumn(
        "account",
        "lead",
        "opportunity",
        "quote",
        kind="Lookup",
        suffix="quoteclose",
        cascade=CascadeDelete.CASCADE,
        verbose_name=_("Regarding"),
    )
    quotenumber = StringColumn(100, verbose_name=_("Quote ID"))
    revision = IntegerColumn(minimum=0, maximum=1_000_000_000, verbose_name=_("Revision"))
    statecode = StateColumn({0: _("Open"), 1: _("Completed"), 2: _("Canceled")})
    statuscode = StatusColumn(
        {1: _("Open"), 2: _("Completed"), 3: _("Canceled")}, state_of={1: 0, 2: 1, 3: 2}
    )

    class Meta:
        db_table = "quoteclose"
        verbose_name = _("Quote Close")
        verbose_name_plural = _("Quote Closes")

    class Dataverse(Activity.Dataverse):
        entity_set = "quotecloses"
        schema_name = "QuoteClose"
        object_type_code = 4211
        primary_name = "subject"
