"""Contacts: the people whom salespeople talk to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    CascadeDelete,
    DateOnlyColumn,
    DecimalColumn,
    LookupColumn,
    MemoColumn,
    PicklistColumn,
    PolymorphicLookupColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)
from crm.models.options import FREIGHT_TERMS, PAYMENT_TERMS, SHIPPING_METHOD
from crm.models.record import OwnedRecord


class Contact(OwnedRecord):
    """``accountid`` and ``parentcontactid`` follow ``parentcustomerid``; ``fullname`` follows the names."""

    contactid = PrimaryIdColumn()
    fullname = StringColumn(160, searched=True, read_only=True, verbose_name=_("Full Name"))
    salutation = StringColumn(100, verbose_name=_("Salutation"))
    firstname = StringColumn(50, verbose_name=_("First Name"))
    middlename = StringColumn(50, verbose_name=_("Middle Name"))
    lastname = StringColumn(50, required=True, verbose_name=_("Last Name"))
    jobtitle = StringColumn(100, verbose_name=_("Job Title"))
    department = StringColumn(100, verbose_name=_("Department"))
    parentcustomerid = PolymorphicLookupColumn(
        "account", "contact", cascade=CascadeDelete.CASCADE, verbose_name=_("Company Name")
    )
    accountid = LookupColumn("account", read_only=True, verbose_name=_("Account"))
    parentcontactid = LookupColumn("contact", read_only=True, verbose_name=_("Parent Contact"))
    emailaddress1 = StringColumn(100, searched=True, verbose_name=_("Email"))
    telephone1 = StringColumn(50, verbose_name=_("Business Phone"))
    mobilephone = StringColumn(50, verbose_name=_("Mobile Phone"))
    fax = StringColumn(50, verbose_name=_("Fax"))
    pager = StringColumn(50, verbose_name=_("Pager"))
    websiteurl = StringColumn(200, verbose_name=_("Website"))
    address1_line1 = StringColumn(250, verbose_name=_("Street 1"))
    address1_line2 = StringColumn(250, verbose_name=_("Street 2"))
    address1_city = StringColumn(80, verbose_name=_("City"))
    address1_stateorprovince = StringColumn(50, verbose_name=_("State/Province"))
    address1_postalcode = StringColumn(20, verbose_name=_("ZIP/Postal Code"))
    address1_country = StringColumn(80, verbose_name=_("Country/Region"))
    address1_freighttermscode = PicklistColumn(FREIGHT_TERMS, verbose_name=_("Freight Terms"))
    address1_shippingmethodcode = PicklistColumn(SHIPPING_METHOD, verbose_name=_("Shipping Method"))
    paymenttermscode = PicklistColumn(PAYMENT_TERMS, verbose_name=_("Payment Terms"))
    defaultpricelevelid = LookupColumn("pricelevel", db_index=False, verbose_name=_("Price List"))
    originatingleadid = LookupColumn("lead", db_index=False, verbose_name=_("Originating Lead"))
    transactioncurrencyid = LookupColumn("transactioncurrency", cascade=RESTRICT, verbose_name=_("Currency"))
    exchangerate = DecimalColumn(read_only=True, minimum=0, verbose_name=_("Exchange Rate"))
    birthdate = DateOnlyColumn(verbose_name=_("Birthday"))
    description = MemoColumn(2000, verbose_name=_("Description"))
    statecode = StateColumn()
    statuscode = StatusColumn()

    class Meta:
        db_table = "contact"
        indexes = [models.Index(fields=["statecode", "contactid"], name="contact_state")]
        verbose_name = _("Contact")
        verbose_name_plural = _("Contacts")

    class Dataverse(OwnedRecord.Dataverse):
        entity_set = "contacts"
        schema_name = "Contact"
        object_type_code = 2
        primary_name = "fullname"
