"""Leads: people and companies that may become customers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    DateOnlyColumn,
    DecimalColumn,
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
from crm.models.record import OwnedRecord


class Lead(OwnedRecord):
    """``fullname`` follows the names, ``accountid`` and ``contactid`` follow ``customerid``."""

    leadid = PrimaryIdColumn()
    subject = StringColumn(300, required=True, searched=True, verbose_name=_("Topic"))
    fullname = StringColumn(160, read_only=True, searched=True, verbose_name=_("Name"))
    salutation = StringColumn(100, verbose_name=_("Salutation"))
    firstname = StringColumn(50, verbose_name=_("First Name"))
    middlename = StringColumn(50, verbose_name=_("Middle Name"))
    lastname = StringColumn(50, required=True, verbose_name=_("Last Name"))
    jobtitle = StringColumn(100, verbose_name=_("Job Title"))
    companyname = StringColumn(100, searched=True, verbose_name=_("Company Name"))
    customerid = PolymorphicLookupColumn("account", "contact", verbose_name=_("Customer"))
    accountid = LookupColumn("account", read_only=True, verbose_name=_("Account"))
    contactid = LookupColumn("contact", read_only=True, verbose_name=_("Contact"))
    parentaccountid = LookupColumn("account", verbose_name=_("Parent Account for lead"))
    parentcontactid = LookupColumn("contact", verbose_name=_("Parent Contact for lead"))
    qualifyingopportunityid = LookupColumn("opportunity", verbose_name=_("Qualifying Opportunity"))
    emailaddress1 = StringColumn(100, searched=True, verbose_name=_("Email"))
    telephone1 = StringColumn(50, verbose_name=_("Business Phone"))
    mobilephone = StringColumn(20, verbose_name=_("Mobile Phone"))
    websiteurl = StringColumn(200, verbose_name=_("Website"))
    address1_line1 = StringColumn(250, verbose_name=_("Street 1"))
    address1_line2 = StringColumn(250, verbose_name=_("Street 2"))
    address1_city = StringColumn(80, verbose_name=_("City"))
    address1_stateorprovince = StringColumn(50, verbose_name=_("State/Province"))
    address1_postalcode = StringColumn(20, verbose_name=_("ZIP/Postal Code"))
    address1_country = StringColumn(80, verbose_name=_("Country/Region"))
    leadsourcecode = PicklistColumn(
        {
            1: _("Advertisement"),
            2: _("Employee Referral"),
            3: _("External Referral"),
            4: _("Partner"),
            5: _("Public Relations"),
            6: _("Seminar"),
            7: _("Trade Show"),
            8: _("Web"),
            9: _("Word of Mouth"),
            10: _("Other"),
            192350000: _("LinkedIn Sponsored Form"),
            192350100: _("Landing page"),
            831900000: _("Journey"),
        },
        verbose_name=_("Lead Source"),
    )
    leadqualitycode = PicklistColumn(
        {1: _("Hot"), 2: _("Warm"), 3: _("Cold")}, default=2, verbose_name=_("Rating")
    )
    estimatedamount = MoneyColumn(minimum=0, maximum=1_000_000_000_000, verbose_name=_("Est. Value"))
    estimatedvalue = DecimalColumn(
        minimum=0, maximum=1_000_000_000, verbose_name=_("Est. Value (deprecated)")
    )
    estimatedclosedate = DateOnlyColumn(verbose_name=_("Est. Close Date"))
    budgetamount = MoneyColumn(minimum=0, maximum=1_000_000_000_000, verbose_name=_("Budget Amount"))
    revenue = MoneyColumn(minimum=0, maximum=100_000_000_000_000, verbose_name=_("Annual Revenue"))
    numberofemployees = IntegerColumn(minimum=0, maximum=1_000_000, verbose_name=_("No. of Employees"))
    description = MemoColumn(2_000, verbose_name=_("Description"))
    transactioncurrencyid = LookupColumn("transactioncurrency", cascade=RESTRICT, verbose_name=_("Currency"))
    exchangerate = DecimalColumn(minimum=0, read_only=True, verbose_name=_("Exchange Rate"))
    statecode = StateColumn({0: _("Open"), 1: _("Qualified"), 2: _("Disqualified")})
    statuscode = StatusColumn(
        {
            1: _("New"),
            2: _("Contacted"),
            3: _("Qualified"),
            4: _("Lost"),
            5: _("Cannot Contact"),
            6: _("No Longer Interested"),
            7: _("Canceled"),
            823270000: _("Marketing Qualified"),
        },
        state_of={1: 0, 2: 0, 823270000: 0, 3: 1, 4: 2, 5: 2, 6: 2, 7: 2},
    )

    class Meta:
        db_table = "lead"
        indexes = [models.Index(fields=["statecode", "leadid"], name="lead_state")]
        verbose_name = _("Lead")
        verbose_name_plural = _("Leads")

    class Dataverse(OwnedRecord.Dataverse):
        entity_set = "leads"
        schema_name = "Lead"
        object_type_code = 4
        primary_name = "fullname"
