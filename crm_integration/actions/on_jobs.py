"""What a person does with work in the background: whoever may start its kind may stop it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Needs, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import EDIT_ENTRIES, EDIT_MAPPINGS, RUN_FULL, SYNCHRONIZE
from crm_integration.job_queue import cancel
from crm_integration.models import FullSynchReviewLine, Job


def permission_to_stop(job: Job, user: Any) -> str:
    """One's own synchronization needs no more than it did to start it; others' are the administrators'."""
    if job.kind == "uncouple":
        return EDIT_MAPPINGS
    if job.kind != "synchronize":
        return EDIT_ENTRIES
    is_of_review = FullSynchReviewLine.objects.filter(job=job).exists()
    if is_of_review or job.arguments.get("scope") == "full":
        return RUN_FULL
    return SYNCHRONIZE if job.requested_by_id == user.pk else EDIT_ENTRIES


def may_stop(job: Job, user: Any) -> bool:
    """Whether a person has the permission to stop this job."""
    return bool(user.has_perm(STOP_JOB.permission) and user.has_perm(permission_to_stop(job, user)))


def _stop(call: Call) -> Outcome:
    job = Job.objects.filter(pk=call.ids[0]).first()
    if job is None:
        raise ActionRefused("job_missing")
    if not may_stop(job, call.user):
        raise PermissionDenied
    if not cancel(job.pk, now=call.now):
        raise ActionRefused("job_has_ended")
    return Outcome("job_stops")


STOP_JOB = Action(
    name="stop_job",
    label=_("Stop"),
    subject=Subject.JOB,
    permission=SYNCHRONIZE,
    effect=_stop,
    needs=Needs.ONE,
    icon="stop",
)
