"""What a person does with the Full Synch. Review."""

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Input, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import RUN_FULL
from crm_integration.full_synch.lines import ordered_mappings
from crm_integration.full_synch.start import FullSynchIsRunning, recommend_full, reset, restart, start
from crm_integration.job_queue import cancel
from crm_integration.models import ConnectionSetup, FullSynchReviewLine, Job


def _start(call: Call) -> Outcome:
    _refuse_without_connection()
    start(now=call.now, requested_by=call.user)
    return Outcome("full_synch_started")


def _restart(call: Call) -> Outcome:
    _refuse_without_connection()
    if call.mapping not in ordered_mappings():
        raise ActionRefused("mapping_is_not_synchronized")
    restart(call.mapping, now=call.now, requested_by=call.user)
    return Outcome("full_synch_line_restarted", {"mapping": call.mapping})


def _reset(call: Call) -> Outcome:
    _refuse_without_connection()
    try:
        reset()
    except FullSynchIsRunning as running:
        raise ActionRefused("full_synch_is_running") from running
    return Outcome("full_synch_reset")


def _stop(call: Call) -> Outcome:
    lines = FullSynchReviewLine.objects.filter(job__isnull=False)
    jobs = Job.objects.filter(
        pk__in=lines.values("job"), status__in=[Job.Status.READY, Job.Status.RUNNING]
    ).values_list("pk", flat=True)
    stopped = list(jobs)
    for job_id in stopped:
        cancel(job_id, now=call.now)
    if not stopped:
        raise ActionRefused("full_synch_is_not_running")
    return Outcome("full_synch_stops")


def _recommend(call: Call) -> Outcome:
    if call.mapping not in ordered_mappings():
        raise ActionRefused("mapping_is_not_synchronized")
    wanted = call.inputs.get("is_wanted", "1") == "1"
    recommend_full(call.mapping, is_wanted=wanted)
    code = "full_recommended" if wanted else "full_not_recommended"
    return Outcome(code, {"mapping": call.mapping})


def _refuse_without_connection() -> None:
    if not ConnectionSetup.get().is_enabled:
        raise ActionRefused("connection_is_off")


def _action(name: str, label: object, effect: object, icon: str, **more: object) -> Action:
    return Action(
        name=name,
        label=label,  # type: ignore[arg-type]
        subject=Subject.REVIEW,
        permission=RUN_FULL,
        effect=effect,  # type: ignore[arg-type]
        icon=icon,
        **more,  # type: ignore[arg-type]
    )


START_FULL_SYNCH = _action("start_full_synch", _("Start"), _start, "play")
RESTART_LINE = _action("restart_line", _("Restart"), _restart, "running")
RESET_REVIEW = _action("reset_review", _("Reset"), _reset, "undo")
STOP_FULL_SYNCH = _action("stop_full_synch", _("Stop"), _stop, "stop")
RECOMMEND_FULL = _action(
    "recommend_full",
    _("Recommend Full Synchronization"),
    _recommend,
    "check",
    inputs=(Input(name="is_wanted", choices=("0", "1")),),
)
