"""The action toolbar of a card, in the shape that the template ``admin/includes/toolbar.html`` reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class Button:
    """A link (``href``), or a submit button of the form ``form`` that posts to ``formaction``."""

    label: str | Promise
    icon: str = ""
    href: str = ""
    form: str = ""
    formaction: str = ""
    value: str = ""
    needs: str = "none"
    reason: str | Promise = ""
    primary: bool = False
    danger: bool = False
    shortcut: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """Entries of a menu under one heading."""

    buttons: Sequence[Button]
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Buttons that stand together, and those of their menu."""

    label: str | Promise
    icon: str = ""
    promoted: Sequence[Button] = ()
    in_menu: frozenset[str] = frozenset()
    menu: Sequence[Section] = ()


def toolbar(label: str | Promise, buttons: Sequence[Button], *, shown: int = 4) -> list[Group]:
    """One group: the first buttons stand in the bar, the others in the menu behind it."""
    if not buttons:
        return []
    rest = buttons[shown:]
    menu = [Section(buttons=rest)] if rest else []
    return [Group(label=label, promoted=buttons[:shown], menu=menu)]
