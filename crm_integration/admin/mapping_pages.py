"""Integration Table Mappings: the list, the card with its field rows, back to the default."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_integration.actions.on_mappings import (
    EDIT_MAPPING,
    RESTORE_DEFAULTS,
    UNCOUPLE_MAPPING,
    MappingInvalid,
    problems_of,
)
from crm_integration.actions.perform import may
from crm_integration.admin.crm_columns import ColumnsNote, columns_of
from crm_integration.admin.difference_texts import lines_of
from crm_integration.admin.filter_text import filter_text
from crm_integration.admin.mapping_form import (
    ADD_ROW,
    READ_COLUMNS,
    MappingForms,
    is_trial,
    mapping_forms,
    with_another_row,
)
from crm_integration.admin.mapping_trial import TrialForm, Tried, sides_of, try_mapping
from crm_integration.admin.performing import perform_and_tell
from crm_integration.coupling.uncouple import number_of_couplings
from crm_integration.models import Coupling, IntegrationTableMapping, OptionMapping, SynchProblem
from crm_integration.sentences import sentence
from crm_integration.sentences.captions import erp_caption
from crm_integration.synch_engine.mapping_differences import Differences, differences
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
        SynchProblem.objects.errors().values_list("mapping").annotate(number=Count("pk")).order_by()
    )
    rows = [
        {"stored": mapping, "coupled": coupled.get(mapping.name, 0), "problems": failed.get(mapping.name, 0)}
        | _texts(mapping)
        for mapping in stored
    ]
    return site.page(
        request,
        "crm_integration/mappings.html",
        title=_("Integration Table Mappings"),
        breadcrumbs=[area_crumb()],
        rows=rows,
    )


def _texts(stored: IntegrationTableMapping) -> dict[str, Any]:
    mapping = declaration_of(stored)
    return {
        "mapping": mapping,
        "erp_filter": filter_text(mapping.erp_filter, table=mapping.erp_table, is_crm=False),
        "crm_filter": filter_text(mapping.crm_filter, table=mapping.crm_table, is_crm=True),
        "enabled_rows": len(mapping.rows),
        "differences": _differences(stored).count,
    }


@dataclass(frozen=True)
class Card:
    """The card as it is to be shown: what was entered, what is wrong with it, what came of a trial."""

    stored: IntegrationTableMapping
    forms: MappingForms
    problems: Sequence[Problem] = ()
    columns: ColumnsNote | None = None
    tried: Tried | None = None
    is_checked: bool = True


def mapping(request: HttpRequest, name: str) -> HttpResponse:
    stored = _stored(name)
    may_edit = may(EDIT_MAPPING, request.user)
    if request.method != "POST":
        columns = columns_of(stored.crm_table, ask=may_edit)
        return _page(request, Card(stored, mapping_forms(stored), columns=columns))
    if not may_edit:
        raise PermissionDenied
    if ADD_ROW in request.POST:
        forms = mapping_forms(stored, with_another_row(request.POST))
        return _page(request, Card(stored, forms, is_checked=False))
    if READ_COLUMNS in request.POST:
        columns = columns_of(stored.crm_table, ask_again=True)
        forms = mapping_forms(stored, request.POST)
        return _page(request, Card(stored, forms, columns=columns, is_checked=False))
    return _entered(request, Card(stored, mapping_forms(stored, request.POST)))


def _entered(request: HttpRequest, card: Card) -> HttpResponse:
    """What was entered is tried on a record or saved, if there is nothing wrong with it."""
    if not card.forms.is_valid():
        return _page(request, card, status=422)
    return _try(request, card) if is_trial(request.POST) else _save(request, card)


def _try(request: HttpRequest, card: Card) -> HttpResponse:
    declaration = card.forms.edited().declaration
    if problems := problems_of(declaration):
        return _page(request, replace(card, problems=problems), status=422)
    tried = try_mapping(declaration, request.POST, card.forms.pickers)
    return _page(request, replace(card, tried=tried))


def _save(request: HttpRequest, card: Card) -> HttpResponse:
    name, inputs = card.stored.name, {"edited": card.forms.edited()}
    try:
        outcome = perform_and_tell(request, EDIT_MAPPING, mapping=name, inputs=inputs)
    except MappingInvalid as invalid:
        return _page(request, replace(card, problems=invalid.problems), status=422)
    if outcome is None:
        return _page(request, card, status=409)
    return HttpResponseRedirect(reverse(CARD, args=[name]))


def _page(request: HttpRequest, card: Card, *, status: int = 200) -> HttpResponse:
    stored, forms, mapping = card.stored, card.forms, card.forms.mapping
    found = differences(mapping, by_unit_group=stored.by_unit_group)
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
        is_checked=card.is_checked,
        problems=[_sentence(problem, mapping) for problem in card.problems],
        differences=found,
        difference_lines=lines_of(found, mapping, by_unit_group=stored.by_unit_group, pickers=forms.pickers),
        columns=card.columns or columns_of(stored.crm_table, ask=False),
        trial=TrialForm(request.POST if card.tried else None),
        has_both_sides=len(sides_of(mapping)) > 1,
        tried=card.tried,
        match_criteria=_match_criteria(mapping),
        may_edit=may(EDIT_MAPPING, request.user),
        coupled=number_of_couplings(stored.name),
        failed=SynchProblem.objects.filter(mapping=stored).errors().count(),
    )


def _sentence(problem: Problem, mapping: TableMapping) -> str:
    tables = {"erp_table": mapping.erp_table, "crm_table": mapping.crm_table, "mapping": mapping.name}
    return sentence(problem.code, {**tables, "field": problem.field, **problem.params})


def _match_criteria(mapping: TableMapping) -> list[str]:
    """The fields by which records are matched, in the order in which they are tried."""
    used = sorted((row for row in mapping.fields if row.use_for_match), key=lambda row: row.match_priority)
    return [erp_caption(mapping.erp_table, row.erp_field) for row in used]


def _differences(stored: IntegrationTableMapping) -> Differences:
    return differences(declaration_of(stored), by_unit_group=stored.by_unit_group)


def restore(request: HttpRequest, name: str) -> HttpResponse:
    """Says what is lost, what stays, how to come back; puts the mapping back when it is confirmed."""
    stored = _stored(name)
    back = reverse(CARD, args=[name])
    if request.method == "POST":
        perform_and_tell(request, RESTORE_DEFAULTS, mapping=name)
        return HttpResponseRedirect(back)
    found = _differences(stored)
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
        difference_lines=lines_of(found, declaration_of(stored), by_unit_group=stored.by_unit_group),
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
