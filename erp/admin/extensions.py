"""The extension point of the pages: what other apps add to tables, the Role Center and the sidebar.

Other apps register frozen declarations once, at start-up (in their ``admin`` package):
``extensions.for_table("customer", Action(...), FactBox(...))`` and
``extensions.everywhere(Page(...), HomeTile(...))``. Nothing registered, nothing shown.
"""

from typing import Any, TypeVar

from django.http import HttpRequest

from erp.admin.site_parts import (
    PRODUCTS,
    SALES,
    SETUP,
    ApiDescription,
    Area,
    HeaderState,
    HomePanel,
    HomeTile,
    Page,
    RolePermissions,
    Tile,
)
from erp.admin.table_parts import (
    MANAGE,
    PROCESS,
    RELATED,
    Action,
    ActionGroup,
    FactBox,
    Html,
    ListColumn,
    ListFilter,
    Note,
    RecordNotes,
    RecordNotesSource,
    Status,
    Text,
)

__all__ = [
    "MANAGE", "PROCESS", "PRODUCTS", "RELATED", "SALES", "SETUP",
    "Action", "ActionGroup", "ApiDescription", "Area", "FactBox", "HeaderState", "HomePanel", "HomeTile",
    "Html", "ListColumn", "ListFilter", "Note", "Page", "RecordNotes", "RecordNotesSource", "RolePermissions",
    "Status", "Text", "Tile", "extensions",
]  # fmt: skip

Part = TypeVar("Part")


class Extensions:
    """The declarations of all apps, by table ("" = the site)."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Any]] = {}

    def for_table(self, table: str, /, *parts: Any) -> None:
        present = self._parts.setdefault(table, [])
        for part in parts:
            if any(type(part) is type(other) and part.code == other.code for other in present):
                where = table or "the site"
                raise ValueError(f"{type(part).__name__} {part.code} is registered twice for {where}.")
            present.append(part)

    def everywhere(self, *parts: Any) -> None:
        self.for_table("", *parts)

    def parts(self, kind: type[Part], *, table: str = "") -> list[Part]:
        chosen = [part for part in self._parts.get(table, []) if isinstance(part, kind)]
        return sorted(chosen, key=lambda part: part.order)  # type: ignore[attr-defined]

    def allowed(self, request: HttpRequest, kind: type[Part], *, table: str = "") -> list[Part]:
        """The parts whose permission the signed-in person has."""
        return [
            part
            for part in self.parts(kind, table=table)
            if not (permission := getattr(part, "permission", "")) or request.user.has_perm(permission)
        ]


extensions = Extensions()
