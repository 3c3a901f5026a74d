"""What an administrator does with a recurring job: run it now, hold it, resume it, change its times."""

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Input, Needs, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import EDIT_ENTRIES
from crm_integration.job_queue.entries import hold_entry, obstacle_to, resume_entry, run_now
from crm_integration.models import ConnectionSetup, IntegrationTableMapping, JobQueueEntry


def _entry(call: Call) -> JobQueueEntry:
    entry = JobQueueEntry.objects.filter(pk=call.ids[0]).first()
    if entry is None:
        raise ActionRefused("job_queue_entry_missing", entry=str(call.ids[0]))
    return entry


def _run_now(call: Call) -> Outcome:
    entry = _entry(call)
    if off := obstacle_to(entry):
        raise ActionRefused(off)
    job = run_now(entry, now=call.now, requested_by=call.user)
    return Outcome("job_queue_entry_runs", {"entry": entry.code}, job_id=job.pk)


def _hold(call: Call) -> Outcome:
    entry = _entry(call)
    hold_entry(entry)
    return Outcome("job_queue_entry_held", {"entry": entry.code})


def _resume(call: Call) -> Outcome:
    entry = _entry(call)
    if off := obstacle_to(entry):
        raise ActionRefused(off)
    resume_entry(entry, now=call.now)
    return Outcome("job_queue_entry_resumed", {"entry": entry.code})


def _change_times(call: Call) -> Outcome:
    entry = _entry(call)
    entry.minutes_between_runs = int(call.inputs["minutes_between_runs"])
    entry.inactivity_timeout_minutes = int(call.inputs["inactivity_timeout_minutes"])
    entry.maximum_attempts = int(call.inputs["maximum_attempts"])
    entry.save(update_fields=["minutes_between_runs", "inactivity_timeout_minutes", "maximum_attempts"])
    return Outcome("job_queue_entry_changed", {"entry": entry.code})


def _synchronize_modified(call: Call) -> Outcome:
    if not ConnectionSetup.get().is_enabled:
        raise ActionRefused("connection_is_off")
    entries = list(JobQueueEntry.objects.filter(mapping__in=IntegrationTableMapping.objects.on()))
    for entry in entries:
        run_now(entry, now=call.now, requested_by=call.user)
    return Outcome("modified_synchronized", {"number": len(entries)})


RUN_NOW = Action(
    name="run_now",
    label=_("Run Now"),
    subject=Subject.ENTRY,
    permission=EDIT_ENTRIES,
    effect=_run_now,
    needs=Needs.ONE,
    icon="play",
    is_promoted=True,
    order=10,
)
HOLD = Action(
    name="hold",
    label=_("Hold"),
    subject=Subject.ENTRY,
    permission=EDIT_ENTRIES,
    effect=_hold,
    needs=Needs.ONE,
    icon="hold",
    is_promoted=True,
    order=20,
)
RESUME = Action(
    name="resume",
    label=_("Resume"),
    subject=Subject.ENTRY,
    permission=EDIT_ENTRIES,
    effect=_resume,
    needs=Needs.ONE,
    icon="running",
    is_promoted=True,
    order=30,
)
CHANGE_TIMES = Action(
    name="change_times",
    label=_("Save"),
    subject=Subject.ENTRY,
    permission=EDIT_ENTRIES,
    effect=_change_times,
    needs=Needs.ONE,
    inputs=(
        Input(name="minutes_between_runs", is_required=True),
        Input(name="inactivity_timeout_minutes", is_required=True),
        Input(name="maximum_attempts", is_required=True),
    ),
    icon="edit",
)
SYNCHRONIZE_MODIFIED = Action(
    name="synchronize_modified",
    label=_("Synchronize Modified Records"),
    subject=Subject.ENTRY,
    permission=EDIT_ENTRIES,
    effect=_synchronize_modified,
    icon="send",
)
