"""What the actions of a card share: states that are written, and what was said when a record was closed."""

from collections.abc import Callable
from typing import Any, Final

from crm import metadata
from crm.admin.card_actions import Act
from crm.business_rules.update import Change, update_records

DEFAULT_REASON: Final = -1


def in_state(*states: int) -> Callable[[Any], bool]:
    return lambda record: record.statecode in states


def write_state(state: int) -> Callable[[Act], None]:
    """A change of state by writing it, as a client of the Web API does."""

    def change(act: Act) -> None:
        table = metadata.table(act.record._meta.model_name)
        update_records(table=table, changes=[Change(act.record.pk, {"statecode": state})], caller=act.caller)

    return change


def chosen_reason(act: Act) -> int:
    return int(act.values.get("status") or DEFAULT_REASON)


def closing(act: Act) -> dict[str, Any]:
    """What the closing activity says."""
    named = ("actualend", "description", "actualrevenue")
    return {name: value for name in named if (value := act.values.get(name)) not in (None, "")}
