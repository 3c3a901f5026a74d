"""Every action: in the toolbars of lists and cards, as a step of a document's card, of the integration."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.contrib.auth.models import User

from crm_integration import actions
from crm_integration.actions.action import Action as IntegrationAction
from erp.admin.extensions import Action, extensions
from erp.admin.sales_documents.steps import STEPS
from tests.permissions.routes import tables


def in_toolbars() -> Iterator[tuple[str, Any, Action]]:
    """The address of a table's list, its page, and an action there."""
    for address, page in tables().items():
        for action in extensions.parts(Action, table=getattr(page, "table", "") or address):
            yield address, page, action


def of_integration() -> list[IntegrationAction]:
    modules = [import_module(f"{actions.__name__}.{found.name}") for found in iter_modules(actions.__path__)]
    declared = [value for module in modules for value in vars(module).values()]
    return list(
        {action.name: action for action in declared if isinstance(action, IntegrationAction)}.values()
    )


def permissions() -> dict[str, set[str]]:
    """What each action asks for, by its code; one that stands on several tables may ask for several."""
    found: dict[str, set[str]] = {}
    for _address, _page, action in in_toolbars():
        found.setdefault(action.code, set()).add(action.permission)
    for one in of_integration():
        found.setdefault(one.name, set()).add(one.permission)
    for step in STEPS:
        found.setdefault(step.code, set()).add(step.permission or "erp.change_salesorder")
    return found


def may(user: User, code: str) -> set[str]:
    """ "yes" if the user has the permission; all of them where there are several."""
    answers = {user.has_perm(permission) for permission in permissions()[code]}
    assert len(answers) == 1, f"{user} may {code} with some records only."
    return {"yes"} if answers == {True} else set()
