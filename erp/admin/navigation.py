"""The sidebar: areas in the order of work, lists and pages side by side, with counts; Tell Me searches it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import SALES, SETUP, Area, Page, Text, extensions


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A list or a page that a person can open."""

    area: Area
    label: Text
    url: str
    order: int
    count: int = 0
    keywords: Text = ""
    object_name: str = ""


def entries(site: AdminSite, request: HttpRequest, *, sidebar: bool) -> list[Entry]:
    """What this person may open, in the order of work. Counts are asked for the sidebar only."""
    found = [*_lists(site, request), *_pages(site, request, sidebar=sidebar)]
    return sorted(found, key=lambda entry: (entry.area.order, entry.order, str(entry.label)))


def _lists(site: AdminSite, request: HttpRequest) -> Iterator[Entry]:
    for model, model_admin in site._registry.items():
        if not (model_admin.has_module_permission(request) and model_admin.has_view_permission(request)):
            continue
        options = model._meta
        yield Entry(
            area=getattr(model_admin, "area", SETUP),
            label=getattr(model_admin, "menu_label", "") or capfirst(str(options.verbose_name_plural)),
            url=reverse(f"admin:{options.app_label}_{options.model_name}_changelist", current_app=site.name),
            order=getattr(model_admin, "area_order", 500),
            keywords=getattr(model_admin, "keywords", ""),
            object_name=str(options.object_name),
        )


def _pages(site: AdminSite, request: HttpRequest, *, sidebar: bool) -> Iterator[Entry]:
    yield Entry(
        area=SALES, label=_("Role Center"), url=reverse("admin:index", current_app=site.name), order=0
    )
    for page in extensions.allowed(request, Page):
        if sidebar and not page.in_sidebar:
            continue
        yield Entry(
            area=page.area,
            label=page.label,
            url=reverse(page.url_name, current_app=site.name),
            order=page.order,
            count=page.count(request) if sidebar and page.count else 0,
            keywords=page.keywords,
        )


def as_app_list(found: list[Entry], *, path: str, area_url: str) -> list[dict[str, Any]]:
    """The entries in the shape of Django's app list, one "app" for each area."""
    current = current_url(found, path=path)
    areas: dict[str, dict[str, Any]] = {}
    for entry in found:
        code = entry.area.code
        app = areas.setdefault(
            code,
            {
                "name": entry.area.label,
                "app_label": code,
                "app_url": area_url.replace("AREA", code),
                "has_module_perms": True,
                "models": [],
            },
        )
        app["models"].append(
            {
                "name": entry.label,
                "object_name": entry.object_name or entry.url.strip("/").replace("/", "-"),
                "admin_url": entry.url,
                "add_url": None,
                "count": entry.count,
                "current": entry.url == current,
            }
        )
    return list(areas.values())


def current_url(found: list[Entry], *, path: str) -> str:
    """The entry that the path belongs to: the longest one that starts it. The Role Center only as itself."""
    home = min((entry.url for entry in found), key=len, default="")
    if path == home:
        return home
    starting = [entry.url for entry in found if entry.url != home and path.startswith(entry.url)]
    return max(starting, key=len, default="")
