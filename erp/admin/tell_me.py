"""Tell Me: finds pages, lists and what can be done there, by the words of their names."""

from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.admin import navigation
from erp.admin.extensions import Action, Text, extensions


@dataclass(frozen=True, kw_only=True)
class Answer:
    label: Text
    where: Text
    url: str
    icon: str = "document"
    keywords: Text = ""

    def matches(self, words: list[str]) -> bool:
        text = f"{self.label} {self.where} {self.keywords}".casefold()
        return all(word in text for word in words)


def answers(site: AdminSite, request: HttpRequest, *, query: str) -> list[Answer]:
    """Pages first, then actions; without a query all pages."""
    words = query.casefold().split()
    found = [
        Answer(label=entry.label, where=entry.area.label, url=entry.url, keywords=entry.keywords)
        for entry in navigation.entries(site, request, sidebar=False)
    ]
    if words:
        found += _actions(site, request)
    return [answer for answer in found if answer.matches(words)]


def _actions(site: AdminSite, request: HttpRequest) -> list[Answer]:
    found = []
    for model, model_admin in site._registry.items():
        if not model_admin.has_view_permission(request):
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        plural = str(model._meta.verbose_name_plural)
        changelist = reverse(f"{name}_changelist", current_app=site.name)
        if model_admin.has_add_permission(request):
            label = _("New %(record)s") % {"record": model._meta.verbose_name}
            found.append(
                Answer(
                    label=label, where=plural, url=reverse(f"{name}_add", current_app=site.name), icon="plus"
                )
            )
        for action in extensions.allowed(request, Action, table=getattr(model_admin, "table", " ")):
            if "list" not in action.on:
                continue
            direct = action.needs == "none" and action.url is not None
            url = action.url(request, ()) if direct and action.url else changelist
            found.append(Answer(label=action.label, where=plural, url=url, icon=action.icon))
    return found
