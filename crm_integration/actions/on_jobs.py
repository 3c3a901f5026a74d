"""What a person does with work in the background."""

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Needs, Outcome, Subject
from crm_integration.actions.permissions import SYNCHRONIZE
from crm_integration.job_queue import cancel


def _stop(call: Call) -> Outcome:
    cancel(call.ids[0], now=call.now)
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
