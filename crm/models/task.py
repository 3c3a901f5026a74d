"""Tasks: what somebody has to do."""

from django.utils.translation import gettext_lazy as _

from crm.models.activity import Activity
from crm.models.fields import (
    CascadeDelete,
    DateTimeColumn,
    EntityNameColumn,
    IntegerColumn,
    PolymorphicLookupColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)


class Task(Activity):
    activityid = PrimaryIdColumn()
    subject = StringColumn(200, required=True, verbose_name=_("Subject"))
    activitytypecode = EntityNameColumn(read_only=True, verbose_name=_("Activity Type"))
    regardingobjectid = PolymorphicLookupColumn(
        "account",
        "contact",
        "invoice",
        "lead",
        "opportunity",
        "quote",
        "salesorder",
        kind="Lookup",
        suffix="task",
        cascade=CascadeDelete.CASCADE,
        verbose_name=_("Regarding"),
    )
    percentcomplete = IntegerColumn(minimum=0, maximum=100, default=0, verbose_name=_("Percent Complete"))
    scheduledstart = DateTimeColumn(verbose_name=_("Start Date"))
    scheduledend = DateTimeColumn(verbose_name=_("Due Date"))
    statecode = StateColumn({0: _("Open"), 1: _("Completed"), 2: _("Canceled")})
    statuscode = StatusColumn(
        {
            2: _("Not Started"),
            3: _("In Progress"),
            4: _("Waiting on someone else"),
            5: _("Completed"),
            6: _("Canceled"),
            7: _("Deferred"),
        },
        state_of={2: 0, 3: 0, 4: 0, 5: 1, 6: 2, 7: 0},
    )

    class Meta:
        db_table = "task"
        verbose_name = _("Task")
        verbose_name_plural = _("Tasks")

    class Dataverse(Activity.Dataverse):
        entity_set = "tasks"
        schema_name = "Task"
        object_type_code = 4212
        primary_name = "subject"
