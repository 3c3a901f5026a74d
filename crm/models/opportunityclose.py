"""The records of winning and losing opportunities."""

from django.utils.translation import gettext_lazy as _

from crm.models.activity import Activity
from crm.models.fields import (
    CascadeDelete,
    LookupColumn,
    MoneyColumn,
    PicklistColumn,
    PolymorphicLookupColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)


class OpportunityClose(Activity):
    activityid = PrimaryIdColumn()
    subject = StringColumn(200, verbose_name=_("Subject"))
    opportunityid = LookupColumn(
        "opportunity", cascade=CascadeDelete.CASCADE, required=True, verbose_name=_("Opportunity")
    )
    regardingobjectid = PolymorphicLookupColumn(
        "account",
        "lead",
        "opportunity",
        kind="Lookup",
        suffix="opportunityclose",
        cascade=CascadeDelete.CASCADE,
        verbose_name=_("Regarding"),
    )
    actualrevenue = MoneyColumn(verbose_name=_("Actual Revenue"))
    opportunitystatecode = PicklistColumn(
        {0: _("Open"), 1: _("Won"), 2: _("Lost")}, verbose_name=_("Opportunity State")
    )
    opportunitystatuscode = PicklistColumn(
        {1: _("In Progress"), 2: _("On Hold"), 3: _("Won"), 4: _("Canceled"), 5: _("Out-Sold")},
        verbose_name=_("Opportunity Status Reason"),
    )
    statecode = StateColumn({0: _("Open"), 1: _("Completed"), 2: _("Canceled")})
    statuscode = StatusColumn(
        {1: _("Open"), 2: _("Completed"), 3: _("Canceled")}, state_of={1: 0, 2: 1, 3: 2}
    )

    class Meta:
        db_table = "opportunityclose"
        verbose_name = _("Opportunity Close")
        verbose_name_plural = _("Opportunity Closes")

    class Dataverse(Activity.Dataverse):
        entity_set = "opportunitycloses"
        schema_name = "OpportunityClose"
        object_type_code = 4208
        primary_name = "subject"
