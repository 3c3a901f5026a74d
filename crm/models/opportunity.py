"""Opportunities: sales that may come about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    BooleanColumn,
    CascadeDelete,
    DateOnlyColumn,
    IntegerColumn,
    LookupColumn,
    MemoColumn,
    MoneyColumn,
    PicklistColumn,
    PolymorphicLookupColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)
from crm.models.sales_totals import SalesTotals


class Opportunity(SalesTotals):
    opportunityid = PrimaryIdColumn()
    name = StringColumn(300, required=True, searched=True, verbose_name=_("Topic"))
    customerid = PolymorphicLookupColumn(
        "account",
        "contact",
        cascade=CascadeDelete.CASCADE,
        required=True,
        completed=True,
        verbose_name=_("Customer"),
    )
    parentaccountid = LookupColumn("account", verbose_name=_("Account"))
    parentcontactid = LookupColumn("contact", verbose_name=_("Contact"))
    originatingleadid = LookupColumn("lead", verbose_name=_("Originating Lead"))
    pricelevelid = LookupColumn("pricelevel", cascade=RESTRICT, verbose_name=_("Price List"))
    estimatedvalue = MoneyColumn(
        minimum=-1_000_000_000_000, maximum=1_000_000_000_000, verbose_name=_("Est. Revenue")
    )
    actualvalue = MoneyColumn(
        minimum=-1_000_000_000_000, maximum=1_000_000_000_000, verbose_name=_("Actual Revenue")
    )
    budgetamount = MoneyColumn(minimum=0, maximum=1_000_000_000_000, verbose_name=_("Budget Amount"))
    estimatedclosedate = DateOnlyColumn(verbose_name=_("Est. Close Date"))
    actualclosedate = DateOnlyColumn(verbose_name=_("Actual Close Date"))
    closeprobability = IntegerColumn(minimum=0, maximum=100, verbose_name=_("Probability"))
    isrevenuesystemcalculated = BooleanColumn(verbose_name=_("Revenue"))
    opportunityratingcode = PicklistColumn(
        {1: _("Hot"), 2: _("Warm"), 3: _("Cold")}, default=2, verbose_name=_("Rating")
    )
    salesstage = PicklistColumn(
        {0: _("Qualify"), 1: _("Develop"), 2: _("Propose"), 3: _("Close")}, verbose_name=_("Sales Stage")
    )
    stepname = StringColumn(200, verbose_name=_("Pipeline Phase"))
    customerneed = MemoColumn(2_000, verbose_name=_("Customer Need"))
    currentsituation = MemoColumn(2_000, verbose_name=_("Current Situation"))
    proposedsolution = MemoColumn(2_000, verbose_name=_("Proposed Solution"))
    statecode = StateColumn({0: _("Open"), 1: _("Won"), 2: _("Lost")})
    statuscode = StatusColumn(
        {1: _("In Progress"), 2: _("On Hold"), 3: _("Won"), 4: _("Canceled"), 5: _("Out-Sold")},
        state_of={1: 0, 2: 0, 3: 1, 4: 2, 5: 2},
    )

    class Meta:
        db_table = "opportunity"
        indexes = [models.Index(fields=["statecode", "opportunityid"], name="opportunity_state")]
        verbose_name = _("Opportunity")
        verbose_name_plural = _("Opportunities")

    class Dataverse(SalesTotals.Dataverse):
        entity_set = "opportunities"
        schema_name = "Opportunity"
        object_type_code = 3
