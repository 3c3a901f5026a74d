"""Runs the actions that apps have declared for a table, and makes their buttons for list and card."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from erp.admin.extensions import Action, extensions
from erp.admin.toolbar import Button

LARGEST_SELECTION = 1000
RECORD_FORM = "record-actions"  # the form of the toolbar for what needs no selection
LIST_FORM = "changelist-form"


def list_actions(table: str, request: HttpRequest) -> dict[str, tuple[Any, str, str]]:
    """The actions that work on a selection, in the shape of ``ModelAdmin.get_actions``."""
    return {
        action.code: (_on_selection(action), action.code, str(action.label))
        for action in extensions.allowed(request, Action, table=table)
        if "list" in action.on and action.needs != "none"
    }


def list_buttons(table: str, request: HttpRequest, *, base: str) -> list[Button]:
    return [
        _button(
            action,
            href=action.url(request, ()) if action.url and action.needs == "none" else "",
            form=RECORD_FORM if action.needs == "none" else LIST_FORM,
            formaction=f"{base}actions/{action.code}/" if action.needs == "none" else "",
        )
        for action in extensions.allowed(request, Action, table=table)
        if "list" in action.on
    ]


def card_buttons(table: str, request: HttpRequest, record: Model, *, base: str) -> list[Button]:
    return [
        _card_button(action, request, record, base=base)
        for action in extensions.allowed(request, Action, table=table)
        if "card" in action.on
    ]


def _card_button(action: Action, request: HttpRequest, record: Model, *, base: str) -> Button:
    reason = action.unavailable(request, record) if action.unavailable else ""
    return _button(
        action,
        href=action.url(request, [record.pk]) if action.url and not reason else "",
        form=RECORD_FORM,
        formaction=f"{base}{record.pk}/actions/{action.code}/",
        reason=reason,
        needs="none",
        promoted=action.promoted and not reason,
    )


def run(table: str, request: HttpRequest, *, code: str, ids: Sequence[UUID], back: str) -> HttpResponseBase:
    """Run an action by its code, if this person may; ``back`` is where to go if it does not say."""
    action = next((part for part in extensions.parts(Action, table=table) if part.code == code), None)
    if action is None:
        raise Http404
    if action.permission and not request.user.has_perm(action.permission):
        raise PermissionDenied
    return _run(action, request, ids) or HttpResponseRedirect(_next(request, default=back))


def _run(action: Action, request: HttpRequest, ids: Sequence[UUID]) -> HttpResponseBase | None:
    if action.url:
        return HttpResponseRedirect(action.url(request, ids))
    assert action.run is not None  # noqa: S101 - an action has url or run
    return action.run(request, ids)


def _on_selection(action: Action) -> Any:
    def on_selection(
        model_admin: "ModelAdmin[Any]", request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponseBase | None:
        ids = list(queryset.values_list("pk", flat=True)[: LARGEST_SELECTION + 1])
        if action.needs == "one" and len(ids) != 1:
            messages.warning(
                request, _("Choose exactly one record for %(action)s.") % {"action": action.label}
            )
            return None
        if len(ids) > LARGEST_SELECTION:
            sentence = _("Choose at most %(most)s records for %(action)s.")
            messages.warning(request, sentence % {"most": LARGEST_SELECTION, "action": action.label})
            return None
        return _run(action, request, ids)

    return on_selection


def edit_selected(
    model_admin: "ModelAdmin[Any]", request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponseBase | None:
    """Opens the card of the one record that was chosen."""
    chosen = list(queryset[:2])
    if len(chosen) != 1:
        messages.warning(request, _("Choose exactly one record for %(action)s.") % {"action": _("Edit")})
        return None
    return HttpResponseRedirect(f"{admin_base(model_admin)}{chosen[0].pk}/change/")


def _button(action: Action, **where: Any) -> Button:
    return Button(
        **{
            "label": action.label,
            "group": action.group,
            "icon": action.icon,
            "value": action.code,
            "needs": action.needs,
            "promoted": action.promoted,
            "danger": action.danger,
            "section": action.section,
            "order": action.order,
            "in_selection_bar": action.in_selection_bar,
            **where,
        }
    )


def _next(request: HttpRequest, *, default: str) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else default


def admin_base(model_admin: "ModelAdmin[Any]") -> str:
    """The URL of the table's list."""
    options = model_admin.opts
    name = f"admin:{options.app_label}_{options.model_name}_changelist"
    return reverse(name, current_app=model_admin.admin_site.name)
