"""Integration Table Mappings: the list, the card with its field rows, back to the default."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_integration.actions.on_mappings import (
    EDIT_MAPPING,
    RESTORE_DEFAULTS,
    UNCOUPLE_MAPPING,
    MappingInvalid,
)
from crm_integration.actions.perform import may
from crm_integration.admin.differences import differences
from crm_integration.admin.filter_text import filter_text
from crm_integration.admin.mapping_form import ADD_ROW, MappingForms, mapping_forms, with_another_row
from crm_integration.admin.performing import perform_and_tell
from crm_integration.coupling.uncouple import number_of_couplings
from crm_integration.models import Coupling, IntegrationTableMapping, OptionMapping, SynchProblem
from crm_integration.sentences import sentence
from crm_integration.synch_engine.mapping_store import declaration_of
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.problem import Problem
from erp.admin.extensions import SETUP
from erp.admin.site import site

LIST = "admin:integration_table_mappings"
CARD = "admin:integration_table_mapping"


def area_crumb() -> tuple[Any, str]:
    return SETUP.label, reverse("admin:area", args=[SETUP.code])


def list_crumb() -> tuple[Any, str]:
    return _("Integration Table Mappings"), reverse(LIST)


def mappings(request: HttpRequest) -> HttpResponse:
    stored = IntegrationTableMapping.objects.prefetch_related("field_mappings").order_by("position", "name")
    coupled = {
        name: number
        for model in (Coupling, OptionMapping)
        for name, number in model.objects.values_list("mapping").annotate(number=Count("pk")).order_by()
    }
    failed = dict(
        SynchProblem.objects.filter(~Q(cure=SynchProblem.Cure.OWED))
        .values_list("mapping")
        .annotate(number=Count("pk"))
        .order_by()
    )
    rows = [
        {"stored": mapping, "coupled": coupled.get(mapping.name, 0), "problems": failed.get(mapping.name, 0)}
        | _texts(declaration_of(mapping))
        for mapping in stored
    ]
    return site.page(
        request,
        "crm_integration/mappings.html",
        title=_("Integration Table Mappings"),
        breadcrumbs=[area_crumb()],
        rows=rows,
    )


def _texts(mapping: TableMapping) -> dict[str, Any]:
    return {
        "mapping": mapping,
        "erp_filter": filter_text(mapping.erp_filter, table=mapping.erp_table, is_crm=False),
        "crm_filter": filter_text(mapping.crm_filter, table=mapping.crm_table, is_crm=True),
        "enabled_rows": len(mapping.rows),
        "differences": differences(mapping).count,
    }


def mapping(request: HttpRequest, name: str) -> HttpResponse:
    stored = _stored(name)
    if request.method != "POST":
        return _card(request, stored, mapping_forms(stored))
    if not may(EDIT_MAPPING, request.user):
        raise PermissionDenied
    if ADD_ROW in request.POST:
        return _card(request, stored, mapping_forms(stored, with_another_row(request.POST)), is_checked=False)
    forms = mapping_forms(stored, request.POST)
    if not forms.is_valid():
        return _card(request, stored, forms, status=422)
    try:
        outcome = perform_and_tell(request, EDIT_MAPPING, mapping=name, inputs={"edited": forms.edited()})
    except MappingInvalid as invalid:
        return _card(request, stored, forms, problems=list(invalid.problems), status=422)
    if outcome is None:
        return _card(request, stored, forms, status=409)
    return HttpResponseRedirect(reverse(CARD, args=[name]))


def _card(
    request: HttpRequest,
    stored: IntegrationTableMapping,
    forms: MappingForms,
    *,
    problems: list[Problem] | None = None,
    is_checked: bool = True,
    status: int = 200,
) -> HttpResponse:
    mapping = forms.mapping
    tables = {"erp_table": mapping.erp_table, "crm_table": mapping.crm_table, "mapping": mapping.name}
    return site.page(
        request,
        "crm_integration/mapping.html",
        title=mapping.name,
        breadcrumbs=[area_crumb(), list_crumb()],
        form_page=True,
        status=status,
        stored=stored,
        mapping=mapping,
        forms=forms,
        is_checked=is_checked,
        problems=[sentence(found.code, {**tables, **found.params}) for found in problems or []],
        differences=differences(mapping),
        may_edit=may(EDIT_MAPPING, request.user),
        coupled=number_of_couplings(stored.name),
        failed=SynchProblem.objects.filter(mapping=stored).exclude(cure=SynchProblem.Cure.OWED).count(),
    )


def restore(request: HttpRequest, name: str) -> HttpResponse:
    """Says what is lost, what stays, how to come back; puts the mapping back when it is confirmed."""
    stored = _stored(name)
    back = reverse(CARD, args=[name])
    if request.method == "POST":
        perform_and_tell(request, RESTORE_DEFAULTS, mapping=name)
        return HttpResponseRedirect(back)
    found = differences(declaration_of(stored))
    if not found.count:
        messages.info(request, _("The mapping is as it was delivered."))
        return HttpResponseRedirect(back)
    return site.page(
        request,
        "crm_integration/restore_mapping.html",
        title=_("Use the default setup of %(mapping)s?") % {"mapping": name},
        breadcrumbs=[area_crumb(), list_crumb(), (name, back)],
        form_page=True,
        stored=stored,
        mapping=declaration_of(stored),
        differences=found,
        back=back,
    )


def delete_couplings(request: HttpRequest, name: str) -> HttpResponse:
    """Says what is lost with all couplings of a mapping; has them deleted when it is confirmed."""
    stored = _stored(name)
    back = reverse(CARD, args=[name])
    if request.method == "POST":
        perform_and_tell(request, UNCOUPLE_MAPPING, mapping=name)
        return HttpResponseRedirect(back)
    return site.page(
        request,
        "crm_integration/uncouple_mapping.html",
        title=_("Delete all couplings of %(mapping)s?") % {"mapping": name},
        breadcrumbs=[area_crumb(), list_crumb(), (name, back)],
        form_page=True,
        stored=stored,
        number=number_of_couplings(stored.name),
        back=back,
    )


def _stored(name: str) -> IntegrationTableMapping:
    return get_object_or_404(IntegrationTableMapping.objects.prefetch_related("field_mappings"), name=name)
