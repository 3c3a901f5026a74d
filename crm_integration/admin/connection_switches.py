"""The two switches of the connection: each page says what it changes, and does it when it is confirmed."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_integration.actions.action import Action, Outcome
from crm_integration.actions.on_connection import (
    DISABLE_CONNECTION,
    DISABLE_SALES,
    ENABLE_CONNECTION,
    ENABLE_SALES,
    as_data,
)
from crm_integration.admin.changed_mappings import (
    CHOSEN,
    changed_mappings,
    restored_of,
    versions_of,
)
from crm_integration.admin.connection_pages import PAGE, TITLE, remember_test
from crm_integration.admin.jobs_of_switch import jobs_of_switch
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import perform_and_tell
from crm_integration.admin.sign_in_pages import lead_to_sign_in, sign_in_facts
from crm_integration.connection.check_result import ConnectionNotReady
from crm_integration.connection.sign_in.complete import SignInAnswer
from crm_integration.mappings.registry import MAPPINGS, SALES_MAPPINGS
from crm_integration.models import ConnectionSetup, Coupling, IntegrationTableMapping
from crm_integration.sentences import sentence
from erp.admin.site import site

ENABLE = "enable"
OF_BASE = frozenset(MAPPINGS) - SALES_MAPPINGS


def enable(request: HttpRequest) -> HttpResponse:
    """The Dataverse connection; after an administrator's sign-in where the integration solution shall be
    deployed with it.
    """
    this_page = reverse("admin:enable_connection")
    if request.method == "POST":
        if "_sign_in" in request.POST:
            about = "\n".join(request.POST.getlist(CHOSEN))
            return lead_to_sign_in(request, purpose=ENABLE, back=this_page, about=about)
        return _switch_on(request, ENABLE_CONNECTION, {"restored": restored_of(request.POST)})
    setup = ConnectionSetup.get()
    return _page(
        request,
        "enable_connection",
        title=_("Enable the Dataverse connection?"),
        is_deployed=bool(setup.solution_version),
        **_what_comes(is_of_sales=False),
        **sign_in_facts(request, setup),
    )


def enabled_after_sign_in(request: HttpRequest, sign_in: SignInAnswer) -> HttpResponse:
    """Deploys the integration solution, and enables."""
    chosen = sign_in.pending.about.splitlines() if sign_in.pending else []
    inputs = {"sign_in": sign_in, "restored": versions_of(chosen)}
    return _switch_on(request, ENABLE_CONNECTION, inputs, again=reverse("admin:enable_connection"))


def enable_sales(request: HttpRequest) -> HttpResponse:
    """What rests on the connection: products, prices, opportunities, documents."""
    if request.method == "POST":
        return _switch_on(request, ENABLE_SALES, {"restored": restored_of(request.POST)})
    return _page(
        request,
        "enable_sales_integration",
        title=_("Enable Sales integration?"),
        **_what_comes(is_of_sales=True),
    )


def disable(request: HttpRequest) -> HttpResponse:
    """The Dataverse connection; not while Sales integration is on."""
    if request.method == "POST":
        perform_and_tell(request, DISABLE_CONNECTION)
        return HttpResponseRedirect(reverse(PAGE))
    jobs = jobs_of_switch(is_of_sales=False).running
    return _page(request, "disable_connection", title=_("Disable the Dataverse connection?"), jobs=jobs)


def disable_sales(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        perform_and_tell(request, DISABLE_SALES)
        return HttpResponseRedirect(reverse(PAGE))
    return _page(
        request,
        "disable_sales_integration",
        title=_("Disable Sales integration?"),
        mappings=_names(IntegrationTableMapping.objects.on().filter(name__in=SALES_MAPPINGS)),
        jobs=jobs_of_switch(is_of_sales=True).running,
    )


def tell_restored(request: HttpRequest, outcome: Outcome) -> None:
    """What deploying the integration solution brought back, one message for each."""
    for found in outcome.params["restored"]:
        messages.info(request, sentence(found["code"], found["params"]))


def _switch_on(
    request: HttpRequest, action: Action, inputs: Mapping[str, Any], *, again: str = ""
) -> HttpResponse:
    """``again``: where somebody goes whose sign-in came to nothing."""
    try:
        outcome = perform_and_tell(request, action, inputs=inputs)
    except ConnectionNotReady as missing:
        remember_test(request, as_data(missing.results))
        messages.error(request, sentence("connection_not_ready", {}))
        return HttpResponseRedirect(reverse(PAGE))
    if outcome is None:
        return HttpResponseRedirect(again or reverse(PAGE))
    remember_test(request, outcome.params["results"])
    if "restored" in outcome.params:
        tell_restored(request, outcome)
    return HttpResponseRedirect(reverse(PAGE))


def _what_comes(*, is_of_sales: bool) -> dict[str, Any]:
    """Mappings and jobs of a layer, and the mappings that could be put back with it."""
    names = SALES_MAPPINGS if is_of_sales else OF_BASE
    of_layer = IntegrationTableMapping.objects.filter(name__in=names)
    return {
        "has_mappings": of_layer.exists(),
        "mappings": _names(of_layer.filter(is_enabled=True)),
        "jobs": jobs_of_switch(is_of_sales=is_of_sales),
        "changed": changed_mappings(names),
    }


def _names(mappings: Any) -> list[str]:
    return list(mappings.values_list("name", flat=True))


def _page(request: HttpRequest, template: str, *, title: str, **facts: Any) -> HttpResponse:
    return site.page(
        request,
        f"crm_integration/{template}.html",
        title=title,
        breadcrumbs=[area_crumb(), (TITLE, reverse(PAGE))],
        form_page=True,
        setup=ConnectionSetup.get(),
        couplings=Coupling.objects.count(),
        back=reverse(PAGE),
        **facts,
    )
