"""Invoices: what customers have to pay."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    BooleanColumn,
    DateOnlyColumn,
    DateTimeColumn,
    LookupColumn,
    PicklistColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)
from crm.models.sales_document import SalesDocument


class Invoice(SalesDocument):
    invoiceid = PrimaryIdColumn()
    name = StringColumn(300, required=True, searched=True, verbose_name=_("Name"))
    invoicenumber = StringColumn(100, searched=True, verbose_name=_("Invoice ID"))
    salesorderid = LookupColumn("salesorder", verbose_name=_("Order"))
    opportunityid = LookupColumn("opportunity", verbose_name=_("Opportunity"))
    prioritycode = PicklistColumn({1: _("Default Value")}, verbose_name=_("Priority"))
    ispricelocked = BooleanColumn(verbose_name=_("Prices Locked"))
    duedate = DateOnlyColumn(verbose_name=_("Due Date"))
    datedelivered = DateTimeColumn(date_format="DateOnly", verbose_name=_("Date Delivered"))
    lastbackofficesubmit = DateTimeColumn(
        date_format="DateOnly", verbose_name=_("Last Submitted to Back Office")
    )
    statecode = StateColumn({0: _("Active"), 1: _("Closed (deprecated)"), 2: _("Paid"), 3: _("Canceled")})
    statuscode = StatusColumn(
        {
            1: _("New"),
            2: _("Partially Shipped"),
            3: _("Canceled (deprecated)"),
            4: _("Billed"),
            5: _("Booked (applies to services)"),
            6: _("Installed (applies to services)"),
            7: _("Paid in Full (deprecated)"),
            100001: _("Complete"),
            100002: _("Partial"),
            100003: _("Canceled"),
        },
        state_of={1: 0, 2: 0, 4: 0, 5: 0, 6: 0, 3: 1, 7: 1, 100001: 2, 100002: 2, 100003: 3},
    )

    class Meta:
        db_table = "invoice"
        indexes = [models.Index(fields=["statecode", "invoiceid"], name="invoice_state")]
        verbose_name = _("Invoice")
        verbose_name_plural = _("Invoices")

    class Dataverse(SalesDocument.Dataverse):
        entity_set = "invoices"
        schema_name = "Invoice"
        object_type_code = 1090
