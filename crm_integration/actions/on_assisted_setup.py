"""What an administrator does at the end of the assisted setup."""

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Level, Outcome, Subject
from crm_integration.actions.on_connection import as_data
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import EDIT_CONNECTION
from crm_integration.connection.assisted_setup.draft import saved_draft, setup_of
from crm_integration.connection.assisted_setup.finish import finish
from crm_integration.connection.assisted_setup.steps import Step, open_step
from crm_integration.connection.sign_in.complete import signed_in_administrator
from crm_integration.connection.unit_groups import UnitGroupsFixed


def _finish(call: Call) -> Outcome:
    """``sign_in`` is an administrator's answer from the CRM, where the draft needs one.

    Raises ActionRefused, DataverseError or ConnectionNotReady; the draft stays then.
    """
    draft = saved_draft()
    if draft is None:
        raise ActionRefused("assisted_setup_not_begun")
    if open_step(draft.done) is not Step.SUMMARY:
        raise ActionRefused("assisted_setup_incomplete")
    administrator = None
    if draft.needs_sign_in:
        if "sign_in" not in call.inputs:
            raise ActionRefused("assisted_setup_needs_sign_in")
        setup = setup_of(draft, now=call.now)
        administrator = signed_in_administrator(setup=setup, answer=call.inputs["sign_in"], now=call.now)
    runs_full = draft.runs_full_synchronization
    try:
        finished = finish(draft, administrator=administrator, now=call.now)
    except UnitGroupsFixed as fixed:
        raise ActionRefused(fixed.code, **fixed.params) from fixed
    params = {
        "results": as_data(finished.results),
        "left": as_data(finished.left),
        "runs_full_synchronization": runs_full,
    }
    level = Level.WARNING if finished.left else Level.SUCCESS
    return Outcome("assisted_setup_finished", params, level)


FINISH_ASSISTED_SETUP = Action(
    name="finish_assisted_setup",
    label=_("Finish"),
    subject=Subject.CONNECTION,
    permission=EDIT_CONNECTION,
    effect=_finish,
    page="assisted_setup",
    icon="check",
)
