"""Accounts: the companies that salespeople deal with."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    BooleanColumn,
    DecimalColumn,
    IntegerColumn,
    LookupColumn,
    MemoColumn,
    MoneyColumn,
    PicklistColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)
from crm.models.options import CUSTOMER_TYPE, FREIGHT_TERMS, PAYMENT_TERMS, SHIPPING_METHOD
from crm.models.record import OwnedRecord


class Account(OwnedRecord):
    accountid = PrimaryIdColumn()
    name = StringColumn(160, required=True, searched=True, verbose_name=_("Account Name"))
    accountnumber = StringColumn(20, searched=True, verbose_name=_("Account Number"))
    customertypecode = PicklistColumn(CUSTOMER_TYPE, verbose_name=_("Relationship Type"))
    accountcategorycode = PicklistColumn(
        {1: _("Preferred Customer"), 2: _("Standard")}, verbose_name=_("Category")
    )
    primarycontactid = LookupColumn("contact", verbose_name=_("Primary Contact"))
    parentaccountid = LookupColumn("account", verbose_name=_("Parent Account"))
    telephone1 = StringColumn(50, verbose_name=_("Main Phone"))
    telephone2 = StringColumn(50, verbose_name=_("Other Phone"))
    fax = StringColumn(50, verbose_name=_("Fax"))
    emailaddress1 = StringColumn(100, searched=True, verbose_name=_("Email"))
    websiteurl = StringColumn(200, verbose_name=_("Website"))
    address1_primarycontactname = StringColumn(100, verbose_name=_("Address: Primary Contact Name"))
    address1_line1 = StringColumn(250, verbose_name=_("Street 1"))
    address1_line2 = StringColumn(250, verbose_name=_("Street 2"))
    address1_city = StringColumn(80, verbose_name=_("City"))
    address1_stateorprovince = StringColumn(50, verbose_name=_("State/Province"))
    address1_postalcode = StringColumn(20, verbose_name=_("ZIP/Postal Code"))
    address1_country = StringColumn(80, verbose_name=_("Country/Region"))
    address1_freighttermscode = PicklistColumn(FREIGHT_TERMS, verbose_name=_("Freight Terms"))
    address1_shippingmethodcode = PicklistColumn(SHIPPING_METHOD, verbose_name=_("Shipping Method"))
    defaultpricelevelid = LookupColumn("pricelevel", db_index=False, verbose_name=_("Price List"))
    territoryid = LookupColumn("territory", db_index=False, verbose_name=_("Territory"))
    originatingleadid = LookupColumn("lead", db_index=False, verbose_name=_("Originating Lead"))
    transactioncurrencyid = LookupColumn("transactioncurrency", cascade=RESTRICT, verbose_name=_("Currency"))
    exchangerate = DecimalColumn(read_only=True, minimum=0, verbose_name=_("Exchange Rate"))
    creditlimit = MoneyColumn(minimum=0, maximum=100_000_000_000_000, verbose_name=_("Credit Limit"))
    creditonhold = BooleanColumn(verbose_name=_("Credit Hold"))
    paymenttermscode = PicklistColumn(PAYMENT_TERMS, verbose_name=_("Payment Terms"))
    revenue = MoneyColumn(minimum=0, maximum=100_000_000_000_000, verbose_name=_("Annual Revenue"))
    numberofemployees = IntegerColumn(minimum=0, maximum=1_000_000_000, verbose_name=_("Number of Employees"))
    description = MemoColumn(2000, verbose_name=_("Description"))
    statecode = StateColumn()
    statuscode = StatusColumn()

    class Meta:
        db_table = "account"
        indexes = [models.Index(fields=["statecode", "accountid"], name="account_state")]
        verbose_name = _("Account")
        verbose_name_plural = _("Accounts")

    class Dataverse(OwnedRecord.Dataverse):
        entity_set = "accounts"
        schema_name = "Account"
        object_type_code = 1
        keys: ClassVar = {"accountnumber": ("accountnumber",)}
