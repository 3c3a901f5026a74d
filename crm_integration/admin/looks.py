"""How states of the integration look: one row per state, in the design's words, icons and colours."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_integration.models import (
    FullSynchReviewLine,
    IntegrationTableMapping,
    Job,
    JobQueueEntry,
    SynchJob,
)
from erp.admin.extensions import Status, Text

COUPLING: Mapping[str, Status] = {
    "coupled": Status(look="ok", text=_("Coupled"), icon="link"),
    "not_coupled": Status(look="off", text=_("Not coupled"), icon="unlink"),
    "skipped": Status(look="off", text=_("Skipped")),
    "conflict": Status(look="conflict", text=_("Conflict")),
    "deleted": Status(look="warn", text=_("Deleted")),
    "drifted": Status(look="warn", text=_("Drifted"), icon="differs"),
    "failed": Status(look="err", text=_("Failed")),
}

CRM_ORDER: Mapping[str, Status] = {
    "waiting": Status(look="wait", text=_("Waiting")),
    "failed": Status(look="err", text=_("Failed")),
    "created": Status(look="ok", text=_("Created")),
    "canceled": Status(look="warn", text=_("Canceled")),
}

CRM_QUOTE: Mapping[str, Status] = {
    "waiting": Status(look="wait", text=_("Waiting")),
    "failed": Status(look="err", text=_("Failed")),
    "created": Status(look="ok", text=_("Created")),
    "deleted": Status(look="off", text=_("Deleted")),
    "won": Status(look="ok", text=_("Won")),
    "closed": Status(look="off", text=_("Closed")),
}

ENTRY: Mapping[str, Status] = {
    JobQueueEntry.Status.READY: Status(look="wait", text=_("Ready")),
    JobQueueEntry.Status.IN_PROCESS: Status(look="run", text=_("In process")),
    JobQueueEntry.Status.ERROR: Status(look="err", text=_("Error")),
    JobQueueEntry.Status.ON_HOLD: Status(look="hold", text=_("On hold")),
    JobQueueEntry.Status.ASLEEP: Status(look="wait", text=_("Asleep")),
}

JOB: Mapping[str, Status] = {
    Job.Status.READY: Status(look="wait", text=_("Waiting")),
    Job.Status.RUNNING: Status(look="run", text=_("In process")),
    Job.Status.FINISHED: Status(look="ok", text=_("Finished")),
    Job.Status.FAILED: Status(look="err", text=_("Error")),
    Job.Status.CANCELED: Status(look="off", text=pgettext_lazy("job", "Canceled")),
}

SYNCH_JOB: Mapping[str, Status] = {
    SynchJob.Status.IN_PROCESS: Status(look="run", text=_("In process")),
    SynchJob.Status.SUCCESS: Status(look="ok", text=_("Finished")),
    SynchJob.Status.ERROR: Status(look="err", text=_("Error")),
    SynchJob.Status.CANCELED: Status(look="off", text=pgettext_lazy("job", "Canceled")),
}

REVIEW_LINE: Mapping[str, Status] = {
    FullSynchReviewLine.Status.BLANK: Status(look="off", text=_("Not started")),
    FullSynchReviewLine.Status.READY: Status(look="wait", text=_("Waiting")),
    FullSynchReviewLine.Status.IN_PROCESS: Status(look="run", text=_("In process")),
    FullSynchReviewLine.Status.ERROR: Status(look="err", text=_("Error")),
    FullSynchReviewLine.Status.FINISHED: Status(look="ok", text=_("Finished")),
}

NOTHING_TO_DO = Status(look="hold", text=_("Nothing to do"))


def direction_status(direction: str) -> Status:
    """A direction as an arrow and a word."""
    directions = IntegrationTableMapping.Direction
    crm = {"crm": settings.CRM_PRODUCT_NAME}
    texts: dict[str, tuple[Text, str]] = {
        directions.BIDIRECTIONAL: (_("Both ways"), "arrow-both"),
        directions.TO_INTEGRATION_TABLE: (_("To %(crm)s") % crm, "arrow-right"),
        directions.FROM_INTEGRATION_TABLE: (_("From %(crm)s") % crm, "arrow-left"),
    }
    text, icon = texts[direction]
    return Status(look="off", text=text, icon=icon)
