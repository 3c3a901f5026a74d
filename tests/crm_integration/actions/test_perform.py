"""Before an action takes effect: may this person, is enough chosen, is what was entered acceptable?"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

import crm_integration.actions
from crm_integration.actions.action import Action, Call, Input, Needs, Outcome, Subject
from crm_integration.actions.perform import LARGEST_SELECTION, ActionRefused, perform
from crm_integration.actions.permissions import BY_ROLE
from crm_integration.sentences.rendering import is_known
from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR, VIEWER


def all_actions() -> Iterator[Action]:
    for module in iter_modules(crm_integration.actions.__path__):
        found = import_module(f"crm_integration.actions.{module.name}")
        yield from (value for value in vars(found).values() if isinstance(value, Action))


ACTIONS = {action.name: action for action in all_actions()}


def user_of(role: str) -> User:
    user = User.objects.create_user(role.lower().replace(" ", "-"), is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    return user


def done(call: Call) -> Outcome:
    return Outcome("coupled")


def an_action(**values: Any) -> Action:
    given = {"name": "probe", "label": "Probe", "subject": Subject.RECORD, "effect": done}
    return Action(**{**given, "permission": "crm_integration.couple_records", **values})


def call(user: Any, **given: Any) -> Call:
    return Call(now=timezone.now(), user=user, **given)


def allowed(user: User) -> set[str]:
    return {name for name, action in ACTIONS.items() if user.has_perm(action.permission)}


def test_every_action_asks_for_a_permission_that_exists(db: None) -> None:
    existing = {
        f"{found.content_type.app_label}.{found.codename}"
        for found in Permission.objects.select_related("content_type")
    }
    assert {action.permission for action in ACTIONS.values()} <= existing
    assert {name for names in BY_ROLE.values() for name in names} <= existing


def test_an_administrator_may_do_everything(db: None) -> None:
    assert allowed(user_of(ADMINISTRATOR)) == set(ACTIONS)


def test_an_order_processor_works_with_records_and_leaves_the_setup_alone(db: None) -> None:
    may = allowed(user_of(ORDER_PROCESSOR))
    assert {"set_up_coupling", "synchronize_now", "create_in_crm", "delete_coupling", "retry"} <= may
    assert not may & {"edit_mapping", "enable_connection", "start_full_synch", "run_now", "delete_records"}


def test_a_viewer_may_only_look(db: None) -> None:
    assert allowed(user_of(VIEWER)) == {"open_in_crm", "synchronization_log"}


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_nobody_performs_an_action_without_its_permission(name: str) -> None:
    with pytest.raises(PermissionDenied):
        perform(ACTIONS[name], call(AnonymousUser(), ids=(uuid4(),)))


@pytest.mark.parametrize(
    ("needs", "chosen", "code"),
    [
        (Needs.ONE, 0, "choose_one"),
        (Needs.ONE, 2, "choose_one"),
        (Needs.MANY, 0, "choose_some"),
        (Needs.MANY, LARGEST_SELECTION + 1, "too_many_chosen"),
    ],
)
def test_a_selection_that_does_not_fit_is_refused(db: None, needs: Needs, chosen: int, code: str) -> None:
    ids = tuple(uuid4() for _ in range(chosen))
    with pytest.raises(ActionRefused, match=code):
        perform(an_action(needs=needs), call(user_of(ADMINISTRATOR), ids=ids))


@pytest.mark.parametrize(("given", "code"), [("", "input_missing"), ("sideways", "input_not_acceptable")])
def test_an_input_that_is_missing_or_unknown_is_refused(db: None, given: str, code: str) -> None:
    action = an_action(inputs=(Input(name="direction", choices=("to", "from"), is_required=True),))
    with pytest.raises(ActionRefused, match=code):
        perform(action, call(user_of(ADMINISTRATOR), inputs={"direction": given}))


def test_what_is_acceptable_takes_effect(db: None) -> None:
    action = an_action(inputs=(Input(name="direction", choices=("to", "from"), is_required=True),))
    outcome = perform(action, call(user_of(ADMINISTRATOR), inputs={"direction": "to"}))
    assert is_known(outcome.code)
