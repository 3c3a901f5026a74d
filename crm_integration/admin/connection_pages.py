"""Microsoft Dynamics 365 Connection Setup: the form, the test, and what is known of the connection."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Level, Outcome
from crm_integration.actions.on_connection import (
    SAVE_CONNECTION,
    TEST_CONNECTION,
    ConnectionValues,
    fingerprint,
)
from crm_integration.actions.perform import ActionRefused, may, perform
from crm_integration.admin.authentication_fields import AuthenticationFields
from crm_integration.admin.connection_facts import connection_facts
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import LEVELS, call_for, crm_sentence
from crm_integration.connection.destination import WHERE_IT_LEADS
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import (
    ConnectionSetup,
)
from crm_integration.sentences import sentence
from crm_integration.sentences.connection_reason import connection_reason
from crm_integration.synch_engine.stopped import ACCOUNT_REFUSED
from erp.admin.site import site

PAGE = "admin:connection_setup"
TITLE = _("Microsoft Dynamics 365 Connection Setup")
LAST_TEST = "connection_test"
LOOKS = {"ok": "ok", "warning": "warn", "error": "err"}
LEADING = (*WHERE_IT_LEADS, "sdk_version")
FIELD_OF = {
    "url_missing": "environment_url",
    "url_invalid": "environment_url",
    "url_not_https": "environment_url",
    "url_has_path": "environment_url",
    "tenant_invalid": "tenant",
    "tenant_unknown": "tenant",
    "unit_groups_fixed_by_couplings": "unit_group_mapping_enabled",
    "unit_groups_fixed_by_run": "unit_group_mapping_enabled",
    "full_synch_is_running": "unit_group_mapping_enabled",
}


class ConnectionForm(AuthenticationFields):
    """The secret is written only: blank keeps the one that is saved."""

    environment_url = forms.CharField(
        max_length=200, required=False, label=_("%(crm)s URL") % {"crm": settings.CRM_PRODUCT_NAME}
    )
    ignore_integration_user_changes = forms.BooleanField(
        required=False, label=_("Ignore changes of the integration user")
    )
    unit_group_mapping_enabled = forms.BooleanField(required=False, label=_("Unit Group Mapping Enabled"))
    shown = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    web_client_url = forms.URLField(
        max_length=200,
        required=False,
        assume_scheme="https",
        label=_("%(erp)s Web Client URL") % {"erp": settings.ERP_PRODUCT_NAME},
    )


def connection(request: HttpRequest) -> HttpResponse:
    setup = ConnectionSetup.get()
    if request.method != "POST":
        return _page(request, setup, ConnectionForm(initial=_initial(setup)))
    form = ConnectionForm(request.POST, initial=_initial(setup))
    if not may(SAVE_CONNECTION, request.user):
        raise PermissionDenied
    action = TEST_CONNECTION if "_test" in request.POST else SAVE_CONNECTION
    outcome = _perform(request, action, form) if form.is_valid() else None
    if outcome is None:
        return _page(request, setup, form, status=422)
    messages.add_message(request, LEVELS[outcome.level], sentence(outcome.code, outcome.params))
    if action is TEST_CONNECTION:
        remember_test(request, outcome.params["results"])
    if outcome.level is Level.ERROR and form.has_changed():
        return _page(request, setup, form, status=422, is_unsaved=True)
    return HttpResponseRedirect(reverse(PAGE))


def _perform(request: HttpRequest, action: Action, form: ConnectionForm) -> Outcome | None:
    """Saves or tests what was entered; None if the form now says why it cannot be."""
    values = ConnectionValues(**form.cleaned_data)
    try:
        return perform(action, call_for(request, inputs={"values": values}))
    except DataverseError as error:
        form.add_error(_field_of(form, error.code), _refusal(error))
    except ActionRefused as refused:
        form.add_error(_field_of(form, refused.code), sentence(refused.code, refused.params))
    return None


def _refusal(error: DataverseError) -> str:
    """With a link to the page that cures it, where there is one."""
    if error.code != "connection_is_on":
        return crm_sentence(error)
    url, label = reverse("admin:disable_connection"), _("Disable the Dataverse connection")
    return format_html('{} <a href="{}">{}</a>', crm_sentence(error), url, label)


def _field_of(form: ConnectionForm, code: str) -> str | None:
    if code == "connection_is_on":
        return next((name for name in form.changed_data if name in LEADING), None)
    return form.authentication_field(code) or FIELD_OF.get(code)


def remember_test(request: HttpRequest, results: Any) -> None:
    request.session[LAST_TEST] = {"at": timezone.now().isoformat(), "results": results}


def _initial(setup: ConnectionSetup) -> dict[str, Any]:
    apart = ("client_secret", "password", "shown")
    names = [name for name in ConnectionForm.base_fields if name not in apart]
    return {name: getattr(setup, name) for name in names} | {"shown": fingerprint(setup)}


def _page(
    request: HttpRequest,
    setup: ConnectionSetup,
    form: ConnectionForm,
    *,
    status: int = 200,
    is_unsaved: bool = False,
) -> HttpResponse:
    return site.page(
        request,
        "crm_integration/connection_setup.html",
        title=TITLE,
        breadcrumbs=[area_crumb()],
        form_page=True,
        status=status,
        setup=setup,
        form=form,
        is_unsaved=is_unsaved,
        is_secret_saved=bool(setup.client_secret_saved_at) and not _replaces_secret(request, form),
        may_edit=may(SAVE_CONNECTION, request.user),
        test=_last_test(request),
        reason=connection_reason(setup),
        is_account_refused=setup.disable_reason == ACCOUNT_REFUSED,
        **connection_facts(setup),
    )


def _replaces_secret(request: HttpRequest, form: ConnectionForm) -> bool:
    return "replace" in request.GET or form.is_secret_entered


def _last_test(request: HttpRequest) -> dict[str, Any] | None:
    kept = request.session.get(LAST_TEST)
    if not kept:
        return None
    return {
        "at": parse_datetime(kept["at"]),
        "results": [
            {"look": LOOKS[found["outcome"]], "text": sentence(found["code"], found["params"])}
            for found in kept["results"]
        ],
    }
