"""System jobs: what the CRM does in the background."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    DateTimeColumn,
    EntityNameColumn,
    IntegerColumn,
    MemoColumn,
    PicklistColumn,
    PolymorphicLookupColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
    UniqueidentifierColumn,
)
from crm.models.options import OPERATION_TYPE
from crm.models.record import OwnedRecord


class AsyncOperation(OwnedRecord):
    asyncoperationid = PrimaryIdColumn()
    name = StringColumn(256, verbose_name=_("System Job Name"))
    operationtype = PicklistColumn(OPERATION_TYPE, verbose_name=_("System Job Type"))
    messagename = StringColumn(160, verbose_name=_("Message Name"))
    primaryentitytype = EntityNameColumn(verbose_name=_("Primary Entity Type"))
    message = MemoColumn(100_000, read_only=True, verbose_name=_("Message"))
    friendlymessage = MemoColumn(100_000, verbose_name=_("Friendly message"))
    errorcode = IntegerColumn(read_only=True, verbose_name=_("Error Code"))
    data = MemoColumn(1_073_741_823, verbose_name=_("Data"))
    correlationid = UniqueidentifierColumn(verbose_name=_("Correlation"))
    requestid = UniqueidentifierColumn(verbose_name=_("Request"))
    postponeuntil = DateTimeColumn(verbose_name=_("Postpone Until"))
    startedon = DateTimeColumn(read_only=True, verbose_name=_("Started On"))
    completedon = DateTimeColumn(read_only=True, verbose_name=_("Completed On"))
    regardingobjectid = PolymorphicLookupColumn(
        "account",
        "annotation",
        "businessunit",
        "contact",
        "invoice",
        "invoicedetail",
        "lead",
        "opportunity",
        "opportunityclose",
        "opportunityproduct",
        "orderclose",
        "organization",
        "post",
        "pricelevel",
        "product",
        "productpricelevel",
        "quote",
        "quoteclose",
        "quotedetail",
        "role",
        "salesorder",
        "salesorderdetail",
        "subject",
        "systemuser",
        "task",
        "team",
        "territory",
        "transactioncurrency",
        "uom",
        "uomschedule",
        kind="Lookup",
        verbose_name=_("Regarding"),
    )
    statecode = StateColumn({0: _("Ready"), 1: _("Suspended"), 2: _("Locked"), 3: _("Completed")})
    statuscode = StatusColumn(
        {
            0: _("Waiting For Resources"),
            10: _("Waiting"),
            20: _("In Progress"),
            21: _("Pausing"),
            22: _("Canceling"),
            30: _("Succeeded"),
            31: _("Failed"),
            32: _("Canceled"),
        },
        state_of={0: 0, 10: 1, 20: 2, 21: 2, 22: 2, 30: 3, 31: 3, 32: 3},
    )

    class Meta:
        db_table = "asyncoperation"
        verbose_name = _("System Job")
        verbose_name_plural = _("System Jobs")

    class Dataverse(OwnedRecord.Dataverse):
        entity_set = "asyncoperations"
        schema_name = "AsyncOperation"
        object_type_code = 4700
