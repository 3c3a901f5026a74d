"""Redeploy Integration Solution: says what it does and who may; tells what was restored."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.on_connection import REDEPLOY_SOLUTION
from crm_integration.admin.connection_pages import LAST_TEST, PAGE, TITLE
from crm_integration.admin.connection_switches import tell_restored
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import perform_and_tell
from crm_integration.admin.sign_in_pages import lead_to_sign_in, sign_in_facts
from crm_integration.connection.sign_in.complete import SignInAnswer
from crm_integration.connection.solution.integration_solution import INTEGRATION_SOLUTION
from crm_integration.models import ConnectionSetup
from crm_integration.sentences import sentence
from erp.admin.site import site

REDEPLOY = "redeploy"
THIS_PAGE = "admin:redeploy_solution"


def redeploy_solution(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return lead_to_sign_in(request, purpose=REDEPLOY, back=reverse(THIS_PAGE))
    setup = ConnectionSetup.get()
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
        setup=setup,
        back=reverse(PAGE),
        **sign_in_facts(request, setup),
        **known,
    )


def redeploy_and_tell(request: HttpRequest, answer: SignInAnswer) -> HttpResponse:
    """After the administrator signed in."""
    outcome = perform_and_tell(request, REDEPLOY_SOLUTION, inputs={"sign_in": answer})
    request.session.pop(LAST_TEST, None)  # what it found may be mended
    if outcome is None:
        return HttpResponseRedirect(reverse(THIS_PAGE if answer.pending else PAGE))
    tell_restored(request, outcome)
    return HttpResponseRedirect(reverse(PAGE))
