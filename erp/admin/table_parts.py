"""What other apps can add to a table's list and card: actions, FactBoxes, columns, filters, notes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from erp.admin.design import Look

Text = str | Promise
Html = str | SafeString  # plain text is escaped, SafeString (format_html) is not


@dataclass(frozen=True, kw_only=True)
class ActionGroup:
    """A group of the action toolbar; its menu carries ``label``."""

    code: str
    label: Text
    order: int
    icon: str = ""


MANAGE = ActionGroup(code="manage", label=_("Manage"), order=10, icon="edit")
PROCESS = ActionGroup(code="process", label=_("Process"), order=20)
RELATED = ActionGroup(code="related", label=_("Related"), order=90)


@dataclass(frozen=True, kw_only=True)
class Status:
    """A status as everywhere: word, icon and colour (``erp.admin.design``)."""

    look: Look
    text: Text
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something to do with the records of a table, on its list and on its card.

    Give exactly one of ``url`` (a page to open) and ``run`` (an effect, asked for by POST; answers
    with a response or None = back to where the person was). Both receive the ids that were chosen:
    none, the one of the card, or up to 1,000 of the list.
    """

    code: str
    label: Text
    group: ActionGroup
    url: Callable[[HttpRequest, Sequence[UUID]], str] | None = None
    run: Callable[[HttpRequest, Sequence[UUID]], HttpResponseBase | None] | None = None
    needs: Literal["none", "one", "many"] = "none"
    on: frozenset[str] = frozenset({"list", "card"})
    promoted: bool = False
    in_selection_bar: bool = False
    section: Text = ""  # heading inside the group's menu
    icon: str = "right"
    danger: bool = False
    permission: str = ""  # "app.codename"; without it the action is not shown and refused
    unavailable: Callable[[HttpRequest, Model], Text] | None = (
        None  # card: the reason, or "" if it can be used
    )
    order: int = 100

    def __post_init__(self) -> None:
        if (self.url is None) == (self.run is None):
            raise ValueError(f"Action {self.code} needs either url or run.")


@dataclass(frozen=True, kw_only=True)
class FactBox:
    """A box beside the card. ``load`` returns the template's context, or None: not shown.

    With ``lazy`` the box is fetched after the card is there: for everything that asks another system.
    """

    code: str
    title: Text
    template: str
    load: Callable[[HttpRequest, Model], Mapping[str, Any] | None]
    lazy: bool = False
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """A column of the list. ``load`` gets all ids of the page at once: constant queries."""

    code: str
    header: Text
    load: Callable[[HttpRequest, Sequence[UUID]], Mapping[UUID, Html]]
    empty: Html = "\N{EN DASH}"
    numeric: bool = False
    minor: bool = False  # dropped in a narrow window
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class ListFilter:
    """A filter of the list; ``code`` is the query parameter, ``apply`` narrows the records."""

    code: str
    title: Text
    choices: Sequence[tuple[str, Text]]
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class Note:
    """A sentence about a record or one of its fields."""

    look: Look
    text: Html


@dataclass(frozen=True, kw_only=True)
class RecordNotes:
    """What to say on a card: a status beside its name, banners above, notes below fields (by name)."""

    status: Status | None = None
    banners: Sequence[Note] = ()
    fields: Mapping[str, Note] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RecordNotesSource:
    code: str
    load: Callable[[HttpRequest, Model], RecordNotes | None]
    permission: str = ""
    order: int = 100
