"""Redeploy Integration Solution: says what it does and who may, deploys, tells what was restored."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.on_connection import REDEPLOY_SOLUTION
from crm_integration.admin.connection_pages import PAGE, TITLE
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import perform_and_tell
from crm_integration.connection.administrator import needs_credentials
from crm_integration.connection.solution.integration_solution import INTEGRATION_SOLUTION
from crm_integration.models import ConnectionSetup
from crm_integration.sentences import sentence
from erp.admin.site import site


class AdministratorForm(forms.Form):
    """Credentials for this one deployment; they are not stored and not shown again."""

    client_id = forms.CharField(max_length=100, label=_("Client ID of the administrator"))
    client_secret = forms.CharField(
        max_length=500,
        label=_("Client Secret of the administrator"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


def redeploy_solution(request: HttpRequest) -> HttpResponse:
    setup = ConnectionSetup.get()
    is_asked = needs_credentials(setup)
    form = AdministratorForm(request.POST or None) if is_asked else None
    if request.method != "POST":
        return _page(request, setup, form)
    if form is not None and not form.is_valid():
        return _page(request, setup, form, status=422)
    outcome = perform_and_tell(request, REDEPLOY_SOLUTION, inputs=form.cleaned_data if form else {})
    if outcome is None:
        return _page(request, setup, form, status=422)
    for found in outcome.params["restored"]:
        messages.info(request, sentence(found["code"], found["params"]))
    return HttpResponseRedirect(reverse(PAGE))


def _page(
    request: HttpRequest, setup: ConnectionSetup, form: forms.Form | None, *, status: int = 200
) -> HttpResponse:
    known: dict[str, Any] = {
        "tables": [table.name for table in INTEGRATION_SOLUTION.tables],
        "roles": [role.name for role in INTEGRATION_SOLUTION.roles],
        "missing": [sentence(found["code"], found["params"]) for found in setup.solution_differences],
    }
    return site.page(
        request,
        "crm_integration/redeploy_solution.html",
        title=_("Redeploy the integration solution?"),
        breadcrumbs=[area_crumb(), (TITLE, reverse(PAGE))],
        form_page=True,
        status=status,
        setup=setup,
        form=form,
        back=reverse(PAGE),
        **known,
    )
