"""Performs an action for a person: may they, was enough chosen, is what they entered acceptable?"""

from typing import Any

from django.core.exceptions import PermissionDenied

from crm_integration.actions.action import Action, Call, Needs, Outcome, Subject
from crm_integration.mappings.registry import MAPPINGS

LARGEST_SELECTION = 1000


class ActionRefused(Exception):
    """Something is missing or not acceptable; nothing was done. ``code`` and ``params`` say what."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def may(action: Action, user: Any) -> bool:
    """Whether a person has the permission for the action."""
    return bool(user.has_perm(action.permission))


def perform(action: Action, call: Call) -> Outcome:
    """Returns what came of it. Raises PermissionDenied, ActionRefused, or what the effect raises."""
    if not may(action, call.user):
        raise PermissionDenied
    _check_mapping(action, call.mapping)
    _check_selection(action, len(call.ids))
    for expected in action.inputs:
        given = call.inputs.get(expected.name)
        if expected.is_required and given in (None, ""):
            raise ActionRefused("input_missing", input=expected.name)
        if given not in (None, "") and expected.choices and given not in expected.choices:
            raise ActionRefused("input_not_acceptable", input=expected.name, value=str(given))
    return action.effect(call)


def _check_mapping(action: Action, name: str) -> None:
    """A name that nobody knows makes no job."""
    if not name and action.subject is not Subject.MAPPING:
        return
    if name not in MAPPINGS:
        raise ActionRefused("unknown_mapping", mapping=name)
    if MAPPINGS[name].goes_with and action.subject is not Subject.MAPPING:
        raise ActionRefused("lines_go_with_document", table=MAPPINGS[name].erp_table)


def _check_selection(action: Action, chosen: int) -> None:
    if action.needs is Needs.ONE and chosen != 1:
        raise ActionRefused("choose_one")
    if action.needs is Needs.MANY and not chosen:
        raise ActionRefused("choose_some")
    if chosen > LARGEST_SELECTION:
        raise ActionRefused("too_many_chosen", most=LARGEST_SELECTION)
