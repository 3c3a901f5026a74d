"""Microsoft Dynamics 365 Connection Setup: the form, the test, on and off with what it changes."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Level, Outcome
from crm_integration.actions.on_connection import (
    DISABLE_CONNECTION,
    ENABLE_CONNECTION,
    SAVE_CONNECTION,
    TEST_CONNECTION,
    ConnectionValues,
    as_data,
)
from crm_integration.actions.perform import ActionRefused, may, perform
from crm_integration.admin.crm_links import crm_url
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import LEVELS, call_for, crm_sentence, perform_and_tell
from crm_integration.admin.sign_in_pages import lead_to_sign_in, sign_in_facts
from crm_integration.connection.check_result import ConnectionNotReady
from crm_integration.connection.sign_in.complete import SignInAnswer
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import (
    ConnectionSetup,
    Coupling,
    IntegrationTableMapping,
    JobQueueEntry,
    SynchProblem,
)
from crm_integration.sentences import sentence
from crm_integration.sentences.connection_reason import connection_reason
from crm_integration.synch_engine.stopped import ACCOUNT_REFUSED
from erp.admin.site import site

PAGE = "admin:connection_setup"
TITLE = _("Microsoft Dynamics 365 Connection Setup")
LAST_TEST = "connection_test"
ENABLE = "enable"
LOOKS = {"ok": "ok", "warning": "warn", "error": "err"}
FIELD_OF = {
    "url_missing": "environment_url",
    "url_invalid": "environment_url",
    "url_not_https": "environment_url",
    "url_has_path": "environment_url",
    "tenant_invalid": "tenant",
    "secret_of_environment_missing": "client_secret",
    "unit_groups_fixed_by_couplings": "unit_group_mapping_enabled",
    "unit_groups_fixed_by_run": "unit_group_mapping_enabled",
    "full_synch_is_running": "unit_group_mapping_enabled",
}


class ConnectionForm(forms.Form):
    """The secret is written only: blank keeps the one that is saved."""

    environment_url = forms.CharField(
        max_length=200, required=False, label=_("%(crm)s URL") % {"crm": settings.CRM_PRODUCT_NAME}
    )
    authentication_type = forms.ChoiceField(
        choices=ConnectionSetup.AuthenticationType.choices, label=_("Authentication Type")
    )
    tenant = forms.CharField(max_length=100, required=False, label=_("Tenant"))
    client_id = forms.CharField(max_length=100, required=False, label=_("Client ID"))
    client_secret = forms.CharField(
        max_length=500,
        required=False,
        label=_("Client Secret"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    ignore_integration_user_changes = forms.BooleanField(
        required=False, label=_("Ignore changes of the integration user")
    )
    unit_group_mapping_enabled = forms.BooleanField(required=False, label=_("Unit Group Mapping Enabled"))
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
        _remember(request, outcome.params["results"])
    if outcome.level is Level.ERROR and form.has_changed():
        return _page(request, setup, form, status=422, is_unsaved=True)
    return HttpResponseRedirect(reverse(PAGE))


def _perform(request: HttpRequest, action: Action, form: ConnectionForm) -> Outcome | None:
    """Saves or tests what was entered; None if the form now says why it cannot be."""
    values = ConnectionValues(**form.cleaned_data)
    try:
        return perform(action, call_for(request, inputs={"values": values}))
    except DataverseError as error:
        form.add_error(FIELD_OF.get(error.code), crm_sentence(error))
    except ActionRefused as refused:
        form.add_error(FIELD_OF.get(refused.code), sentence(refused.code, refused.params))
    return None


def _remember(request: HttpRequest, results: Any) -> None:
    request.session[LAST_TEST] = {"at": timezone.now().isoformat(), "results": results}


def enable(request: HttpRequest) -> HttpResponse:
    """Says what switching on changes; does it when it is confirmed, after an administrator's sign-in where
    the integration solution shall be deployed with it.
    """
    setup = ConnectionSetup.get()
    if request.method == "POST":
        if "_sign_in" in request.POST:
            return lead_to_sign_in(request, purpose=ENABLE, back=reverse("admin:enable_connection"))
        return switch_on(request)
    return site.page(
        request,
        "crm_integration/enable_connection.html",
        title=_("Enable the connection?"),
        breadcrumbs=[area_crumb(), (TITLE, reverse(PAGE))],
        form_page=True,
        setup=setup,
        mappings=IntegrationTableMapping.objects.count(),
        couplings=Coupling.objects.count(),
        entries=JobQueueEntry.objects.filter(mapping__isnull=False).count(),
        is_deployed=bool(setup.solution_version),
        back=reverse(PAGE),
        **sign_in_facts(request, setup),
    )


def switch_on(request: HttpRequest, *, sign_in: SignInAnswer | None = None) -> HttpResponse:
    """Enables, and deploys first if an administrator signed in for it."""
    inputs = {"sign_in": sign_in} if sign_in else {}
    try:
        outcome = perform_and_tell(request, ENABLE_CONNECTION, inputs=inputs)
    except ConnectionNotReady as missing:
        _remember(request, as_data(missing.results))
        messages.error(request, sentence("connection_not_ready", {}))
        return HttpResponseRedirect(reverse(PAGE))
    if outcome is not None:
        _remember(request, outcome.params["results"])
        tell_restored(request, outcome)
    elif sign_in:
        return HttpResponseRedirect(reverse("admin:enable_connection"))
    return HttpResponseRedirect(reverse(PAGE))


def tell_restored(request: HttpRequest, outcome: Outcome) -> None:
    """What deploying the integration solution brought back, one message for each."""
    for found in outcome.params["restored"]:
        messages.info(request, sentence(found["code"], found["params"]))


def disable(request: HttpRequest) -> HttpResponse:
    """Says what switching off changes; does it when it is confirmed."""
    if request.method == "POST":
        perform_and_tell(request, DISABLE_CONNECTION)
        return HttpResponseRedirect(reverse(PAGE))
    return site.page(
        request,
        "crm_integration/disable_connection.html",
        title=_("Disable the connection?"),
        breadcrumbs=[area_crumb(), (TITLE, reverse(PAGE))],
        form_page=True,
        couplings=Coupling.objects.count(),
        entries=JobQueueEntry.objects.filter(mapping__isnull=False).count(),
        back=reverse(PAGE),
    )


def _initial(setup: ConnectionSetup) -> dict[str, Any]:
    names = [name for name in ConnectionForm.base_fields if name != "client_secret"]
    return {name: getattr(setup, name) for name in names}


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
        replaces_secret=_replaces_secret(request, form),
        may_edit=may(SAVE_CONNECTION, request.user),
        test=_last_test(request),
        default_price_list_url=_default_price_list_url(setup),
        solution=[sentence(found["code"], found["params"]) for found in setup.solution_differences],
        reason=connection_reason(setup),
        is_account_refused=setup.disable_reason == ACCOUNT_REFUSED,
        **_facts(),
    )


def _replaces_secret(request: HttpRequest, form: ConnectionForm) -> bool:
    is_entered = bool(form.data.get("client_secret"))
    return "replace" in request.GET or is_entered or "client_secret" in form.errors


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


def _default_price_list_url(setup: ConnectionSetup) -> str:
    """Where the price list is opened in the CRM; blank before it is made."""
    if setup.default_price_list_id is None:
        return ""
    return crm_url("pricelevel", setup.default_price_list_id, setup=setup)


def _facts() -> dict[str, int]:
    mappings = IntegrationTableMapping.objects
    return {
        "mappings_on": mappings.filter(is_enabled=True).count(),
        "mappings": mappings.count(),
        "couplings": Coupling.objects.count(),
        "entries_ready": JobQueueEntry.objects.exclude(
            status__in=[JobQueueEntry.Status.ON_HOLD, JobQueueEntry.Status.ERROR]
        ).count(),
        "problems": SynchProblem.objects.exclude(cure=SynchProblem.Cure.OWED).count(),
    }
