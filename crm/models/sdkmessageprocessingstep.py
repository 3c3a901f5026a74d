"""Steps: which endpoint is told of which message about which table."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    BooleanColumn,
    CascadeDelete,
    IntegerColumn,
    LookupColumn,
    PicklistColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)
from crm.models.record import CrmRecord

ENABLED = 0


class SdkMessageProcessingStep(CrmRecord):
    """An enabled step (``statecode`` 0) sends a notification after the change, outside its transaction.

    Only that is supported: ``stage`` 40 (post-operation), ``mode`` 1 (asynchronous). Without a filter
    (``sdkmessagefilterid``) the step is for every table.
    """

    sdkmessageprocessingstepid = PrimaryIdColumn()
    name = StringColumn(256, required=True, verbose_name=_("Name"))
    description = StringColumn(256, verbose_name=_("Description"))
    eventhandler = LookupColumn(
        "serviceendpoint",
        bind="eventhandler_serviceendpoint",
        cascade=CascadeDelete.CASCADE,
        verbose_name=_("Event Handler"),
    )
    sdkmessageid = LookupColumn("sdkmessage", verbose_name=_("Message"))
    sdkmessagefilterid = LookupColumn("sdkmessagefilter", verbose_name=_("Message Filter"))
    stage = PicklistColumn({40: _("Post-operation")}, default=40, verbose_name=_("Stage"))
    mode = PicklistColumn({1: _("Asynchronous")}, default=1, verbose_name=_("Mode"))
    rank = IntegerColumn(default=1, verbose_name=_("Rank"))
    supporteddeployment = PicklistColumn({0: _("Server Only")}, default=0, verbose_name=_("Deployment"))
    asyncautodelete = BooleanColumn(verbose_name=_("Delete When Done"))
    statecode = StateColumn({0: _("Enabled"), 1: _("Disabled")})
    statuscode = StatusColumn({1: _("Enabled"), 2: _("Disabled")})

    class Meta:
        db_table = "sdkmessageprocessingstep"
        verbose_name = _("Step")
        verbose_name_plural = _("Steps")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "sdkmessageprocessingsteps"
        schema_name = "SdkMessageProcessingStep"
        object_type_code = 4608
