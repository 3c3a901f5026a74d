"""What other apps can add to the site: sidebar pages, tiles, panels, states in the user bar, permissions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.admin.table_parts import Html, Status, Text


@dataclass(frozen=True, kw_only=True)
class Area:
    """A heading of the sidebar, in the order of work."""

    code: str
    label: Text
    order: int


SALES = Area(code="sales", label=_("Sales"), order=10)
PRODUCTS = Area(code="products", label=_("Products and prices"), order=20)
SETUP = Area(code="setup", label=_("Setup"), order=90)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of its own: an entry of the sidebar (unless not ``in_sidebar``) and an answer of Tell Me."""

    area: Area
    label: Text
    url_name: str  # "admin:full_synch_review"
    count: Callable[[HttpRequest], int] | None = None  # shown when above zero
    keywords: Text = ""
    permission: str = ""
    in_sidebar: bool = True
    order: int = 100

    @property
    def code(self) -> str:
        return self.url_name


@dataclass(frozen=True, kw_only=True)
class Tile:
    """What a tile of the Role Center shows now."""

    label: Text
    figure: int | str
    url: str
    note: Html = ""
    status: Status | None = None


@dataclass(frozen=True, kw_only=True)
class HomeTile:
    code: str
    load: Callable[[HttpRequest], Tile | None]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class HomePanel:
    """A panel of the Role Center; the template renders the whole ``<section class="panel">``."""

    code: str
    template: str
    load: Callable[[HttpRequest], Mapping[str, Any] | None]
    column: Literal["main", "side"] = "main"
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class HeaderState:
    """A state in the user bar, such as that of a connection; ``load`` returns (status, url) or None."""

    code: str
    load: Callable[[HttpRequest], tuple[Status, str] | None]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class ApiDescription:
    """A REST API on the documentation page; ``routes`` is how the names of its routes begin."""

    code: str
    label: Text
    routes: str
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class RolePermissions:
    """What a role may do in another app: permissions as "app.codename"."""

    code: str
    role: Literal["administrator", "order_processor", "viewer"]
    permissions: Sequence[str]
    order: int = 100
