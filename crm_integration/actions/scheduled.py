"""What to tell of work that goes on in the background."""

from crm_integration.actions.action import Level, Outcome
from crm_integration.coupling.scheduled import Scheduled


def outcome_of(scheduled: Scheduled, *, chosen: int) -> Outcome:
    """``chosen``: how many records were asked for."""
    params = {
        "scheduled": scheduled.scheduled,
        "chosen": chosen,
        "failed": scheduled.failed,
        "skipped": scheduled.skipped,
    }
    if not scheduled.scheduled:
        code = "nothing_scheduled_of_one" if chosen == 1 else "nothing_scheduled"
        return Outcome(code, params, Level.WARNING)
    if scheduled.skipped or scheduled.failed:
        return Outcome("scheduled_partly", params, Level.INFO, scheduled.job_id)
    return Outcome("scheduled_one" if chosen == 1 else "scheduled_all", params, job_id=scheduled.job_id)
