"""Orders: what customers ordered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    BooleanColumn,
    DateTimeColumn,
    IntegerColumn,
    LookupColumn,
    MemoColumn,
    PicklistColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)
from crm.models.options import FREIGHT_TERMS
from crm.models.sales_document import SalesDocument


class SalesOrder(SalesDocument):
    """``lastbackofficesubmit`` is when the order was taken over by the system that delivers and invoices."""

    salesorderid = PrimaryIdColumn()
    name = StringColumn(300, required=True, searched=True, verbose_name=_("Name"))
    ordernumber = StringColumn(100, searched=True, verbose_name=_("Order ID"))
    ordercreationmethod = PicklistColumn(
        {776160000: _("Unknown"), 776160001: _("Win Quote")},
        default=776160000,
        verbose_name=_("Creation Method"),
    )
    quoteid = LookupColumn("quote", verbose_name=_("Quote"))
    opportunityid = LookupColumn("opportunity", verbose_name=_("Opportunity"))
    prioritycode = PicklistColumn({1: _("Default Value")}, verbose_name=_("Priority"))
    ispricelocked = BooleanColumn(verbose_name=_("Prices Locked"))
    submitstatus = IntegerColumn(minimum=0, maximum=1_000_000_000, verbose_name=_("Submitted Status"))
    submitstatusdescription = MemoColumn(2_000, verbose_name=_("Submitted Status Description"))
    submitdate = DateTimeColumn(date_format="DateOnly", verbose_name=_("Date Submitted"))
    lastbackofficesubmit = DateTimeColumn(
        date_format="DateOnly", verbose_name=_("Last Submitted to Back Office")
    )
    datefulfilled = DateTimeColumn(date_format="DateOnly", verbose_name=_("Date Fulfilled"))
    freighttermscode = PicklistColumn(FREIGHT_TERMS, verbose_name=_("Freight Terms"))
    requestdeliveryby = DateTimeColumn(date_format="DateOnly", verbose_name=_("Requested Delivery Date"))
    billto_contactname = StringColumn(150, verbose_name=_("Bill To Contact Name"))
    shipto_contactname = StringColumn(150, verbose_name=_("Ship To Contact Name"))
    statecode = StateColumn(
        {0: _("Active"), 1: _("Submitted"), 2: _("Canceled"), 3: _("Fulfilled"), 4: _("Invoiced")}
    )
    statuscode = StatusColumn(
        {
            1: _("New"),
            2: _("Pending"),
            3: _("In Progress"),
            4: _("No Money"),
            100001: _("Complete"),
            100002: _("Partial"),
            100003: _("Invoiced"),
        },
        state_of={1: 0, 2: 0, 3: 1, 4: 2, 100001: 3, 100002: 3, 100003: 4},
    )

    class Meta:
        db_table = "salesorder"
        indexes = [models.Index(fields=["statecode", "salesorderid"], name="salesorder_state")]
        verbose_name = _("Order")
        verbose_name_plural = _("Orders")

    class Dataverse(SalesDocument.Dataverse):
        entity_set = "salesorders"
        schema_name = "SalesOrder"
        object_type_code = 1088
