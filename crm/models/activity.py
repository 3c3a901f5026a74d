"""What tasks and the records of closing a document have in common."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    DateTimeColumn,
    DecimalColumn,
    EntityNameColumn,
    IntegerColumn,
    LookupColumn,
    MemoColumn,
    PicklistColumn,
    StringColumn,
)
from crm.models.record import OwnedRecord


class Activity(OwnedRecord):
    """``activitytypecode`` is the logical name of the table."""

    subject = StringColumn(200, required=True, verbose_name=_("Subject"))
    description = MemoColumn(2_000, verbose_name=_("Description"))
    activitytypecode = EntityNameColumn(read_only=True, verbose_name=_("Activity Type"))
    prioritycode = PicklistColumn(
        {0: _("Low"), 1: _("Normal"), 2: _("High")}, default=1, verbose_name=_("Priority")
    )
    category = StringColumn(250, verbose_name=_("Category"))
    subcategory = StringColumn(250, verbose_name=_("Sub-Category"))
    actualstart = DateTimeColumn(date_format="DateOnly", verbose_name=_("Actual Start"))
    actualend = DateTimeColumn(date_format="DateOnly", verbose_name=_("Actual End"))
    actualdurationminutes = IntegerColumn(minimum=0, verbose_name=_("Actual Duration"))
    scheduleddurationminutes = IntegerColumn(minimum=0, read_only=True, verbose_name=_("Scheduled Duration"))
    transactioncurrencyid = LookupColumn("transactioncurrency", cascade=RESTRICT, verbose_name=_("Currency"))
    exchangerate = DecimalColumn(minimum=0, read_only=True, verbose_name=_("Exchange Rate"))

    class Meta:
        abstract = True
