"""The action toolbar: from declared actions to groups of buttons, at most three outside the menu."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from erp.admin.extensions import ActionGroup, Text

PROMOTED_IN_A_GROUP = 3


@dataclass(frozen=True, kw_only=True)
class Button:
    """A link (``href``) or a submit button of the form ``form``."""

    label: Text
    group: ActionGroup
    icon: str = ""
    href: str = ""
    form: str = ""
    formaction: str = ""
    value: str = ""  # what ``action`` is posted as
    needs: str = "none"
    reason: Text = ""  # why it cannot be used now
    promoted: bool = False
    primary: bool = False
    danger: bool = False
    section: Text = ""
    shortcut: str = ""
    order: int = 100
    in_selection_bar: bool = False


@dataclass(frozen=True, kw_only=True)
class Section:
    """Entries of a menu under one heading."""

    label: str
    buttons: Sequence[Button]


@dataclass(frozen=True, kw_only=True)
class Group:
    """The promoted buttons of a group, and its menu."""

    label: Text
    icon: str
    promoted: Sequence[Button]
    in_menu: frozenset[str]  # labels of promoted buttons that the menu repeats
    menu: Sequence[Section]


def groups(buttons: Iterable[Button]) -> list[Group]:
    """The toolbar in the order Manage, Process, other products, Related."""
    ordered = sorted(buttons, key=lambda button: (button.group.order, button.group.code, button.order))
    return [
        _group(group, list(members)) for group, members in groupby(ordered, key=lambda button: button.group)
    ]


def selection_bar(buttons: Iterable[Button]) -> list[Button]:
    """What stands beside the count of chosen rows; what destroys comes last."""
    chosen = [button for button in buttons if button.in_selection_bar]
    return sorted(chosen, key=lambda button: (button.danger, button.order))


def _group(group: ActionGroup, members: list[Button]) -> Group:
    promoted = [button for button in members if button.promoted][:PROMOTED_IN_A_GROUP]
    rest = [button for button in members if button not in promoted]
    repeated = [button for button in promoted if button.section] if rest else []
    listed = [button for button in members if button in rest or button in repeated]
    return Group(
        label=group.label,
        icon=group.icon,
        promoted=promoted,
        in_menu=frozenset(str(button.label) for button in repeated),
        menu=_sections([replace(button, primary=False) for button in listed]),
    )


def _sections(buttons: Sequence[Button]) -> list[Section]:
    """Sections in the order of their first entry."""
    by_label: dict[str, list[Button]] = {}
    for button in buttons:
        by_label.setdefault(str(button.section), []).append(button)
    return [Section(label=label, buttons=members) for label, members in by_label.items()]
