"""What a salesperson does with a record besides editing it: activate, win, submit, cancel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.admin.toolbar import Button, Group, toolbar
from crm.business_rules.caller import Caller
from crm.business_rules.errors import CrmFault

RECORD_ACTIONS_FORM = "record-actions"


class Act(NamedTuple):
    """One use of an action: who, on which record, with what was filled in."""

    caller: Caller
    record: Any
    values: Mapping[str, Any]


Effect = Callable[[Act], Any]


@dataclass(frozen=True, kw_only=True)
class CardAction:
    """``effect`` calls the business rules and may return a record that came of it, whose card is shown then.

    Without ``form`` the action happens at a press; with one, its page asks first. ``applies`` says for which
    records it is offered; the business rules decide anyway.
    """

    code: str
    label: str | Promise
    done: str | Promise
    effect: Effect
    applies: Callable[[Any], bool]
    icon: str = ""
    form: type[forms.Form] | None = None
    explains: str | Promise = ""
    primary: bool = False
    danger: bool = False


class ConfirmForm(forms.Form):
    """Asks for nothing but yes."""


def card_toolbar(actions: Sequence[CardAction], record: Any, url: Callable[[str], str]) -> list[Group]:
    """The actions that apply to the record, the likely next step first."""
    offered = sorted((item for item in actions if item.applies(record)), key=lambda item: not item.primary)
    return toolbar(_("Process"), [_button(item, url(item.code)) for item in offered])


def _button(action: CardAction, url: str) -> Button:
    if action.form is not None:
        return Button(
            label=action.label, icon=action.icon, href=url, primary=action.primary, danger=action.danger
        )
    return Button(
        label=action.label,
        icon=action.icon,
        form=RECORD_ACTIONS_FORM,
        formaction=url,
        value=action.code,
        primary=action.primary,
        danger=action.danger,
    )


def perform(model_admin: Any, request: HttpRequest, object_id: str, code: str) -> HttpResponse:
    """The action's page, or what it does; a refusal is shown as the sentence of the business rules."""
    action = next((item for item in model_admin.card_actions if item.code == code), None)
    record = model_admin.get_object(request, object_id)
    if action is None or record is None:
        raise Http404("There is no such record or action.")
    card = _card(model_admin, record)
    if action.form is None:
        return _at_once(model_admin, request, action, record, card)
    form = action.form(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            return _carry_out(model_admin, request, action, record, form.cleaned_data)
        except CrmFault as fault:
            form.add_error(None, fault.sentence)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{action.label}: {record}",
        "opts": model_admin.opts,
        "action": action,
        "record": record,
        "form": form,
        "form_page": True,
        "card_url": card,
    }
    return TemplateResponse(request, "crm/card_action.html", context)


def _at_once(
    model_admin: Any, request: HttpRequest, action: CardAction, record: Any, card: str
) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        return _carry_out(model_admin, request, action, record, {})
    except CrmFault as fault:
        messages.error(request, fault.sentence)
        return HttpResponseRedirect(card)


def _carry_out(
    model_admin: Any, request: HttpRequest, action: CardAction, record: Any, values: Mapping[str, Any]
) -> HttpResponse:
    came = action.effect(Act(model_admin.acting(request), record, values))
    messages.success(request, str(action.done) % {"record": record, "new": came})
    return HttpResponseRedirect(_card(model_admin, record if came is None else came))


def _card(model_admin: Any, record: Any) -> str:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(name, args=[record.pk], current_app=model_admin.admin_site.name)
