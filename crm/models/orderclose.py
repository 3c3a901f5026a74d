"""The records of fulfilling and canceling orders."""

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


class OrderClose(Activity):
    activityid = PrimaryIdColumn()
    subject = StringColumn(200, verbose_name=_("Subject"))
    salesorderid = LookupColumn("salesorder", cascade=CascadeDelete.CASCADE, verbose_name=_("Order"))
    regardingobjectid = PolymorphicLookupColumn(
        "account",
        "lead",
        "opportunity",
        kind="Lookup",
        suffix="orderclose",
        cascade=CascadeDelete.CASCADE,
        verbose_name=_("Regarding"),
    )
    ordernumber = StringColumn(100, verbose_name=_("Order ID"))
    revision = IntegerColumn(minimum=0, maximum=1_000_000_000, verbose_name=_("Revision"))
    statecode = StateColumn({0: _("Open"), 1: _("Completed"), 2: _("Canceled")})
    statuscode = StatusColumn(
        {1: _("Open"), 2: _("Completed"), 3: _("Canceled")}, state_of={1: 0, 2: 1, 3: 2}
    )

    class Meta:
        db_table = "orderclose"
        verbose_name = _("Order Close")
        verbose_name_plural = _("Order Closes")

    class Dataverse(Activity.Dataverse):
        entity_set = "ordercloses"
        schema_name = "OrderClose"
        object_type_code = 4209
        primary_name = "subject"
