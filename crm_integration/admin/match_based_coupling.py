"""Match-Based Coupling: the criteria of a mapping, and the start for all or for chosen records."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_integration.actions.on_matching import SAVE_CRITERIA, START_MATCHING, Criteria, Criterion
from crm_integration.actions.perform import may
from crm_integration.admin.mapped_tables import crumbs, declared, list_url
from crm_integration.admin.performing import perform_and_tell
from crm_integration.admin.selection import selected
from crm_integration.models import IntegrationFieldMapping, IntegrationTableMapping
from crm_integration.sentences.captions import crm_caption, erp_caption
from crm_integration.synch_engine.facts import facts_now
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.facts import Facts
from erp.admin.site import site

NEVER_MATCHED = ("guid",)
After = IntegrationTableMapping.AfterCoupling
AFTER_COUPLING = [
    (After.NO.value, gettext_lazy("No")),
    (After.ERP.value, gettext_lazy("Yes - use the data of %(erp)s") % {"erp": settings.ERP_PRODUCT_NAME}),
    (After.CRM.value, gettext_lazy("Yes - use the data of %(crm)s") % {"crm": settings.CRM_PRODUCT_NAME}),
]


class CriteriaForm(forms.Form):
    """What follows the matching; the fields are rows of the page."""

    synch_after_coupling = forms.ChoiceField(
        choices=AFTER_COUPLING,
        label=gettext_lazy("Synchronize After Coupling"),
    )
    create_new_if_no_match = forms.BooleanField(
        required=False, label=gettext_lazy("Create New If Unable to Find a Match")
    )


def match_based_coupling(request: HttpRequest, mapping: str) -> HttpResponse:
    known = declared(mapping)
    stored = IntegrationTableMapping.objects.filter(name=mapping).first()
    if stored is None or known.is_made_by_flow:
        raise Http404
    rows = _rows(known)
    if request.method != "POST":
        return _page(request, known, stored, rows, _form(stored))
    form = CriteriaForm(request.POST)
    rows = [_as_posted(row, request) for row in rows]
    if not form.is_valid() or not _save(request, known, rows, form):
        return _page(request, known, stored, rows, form, status=422)
    if "_start" in request.POST:
        perform_and_tell(request, START_MATCHING, mapping=mapping, ids=tuple(selected(request)))
        return HttpResponseRedirect(list_url(known))
    return HttpResponseRedirect(_back(request, known))


def _save(
    request: HttpRequest, mapping: TableMapping, rows: list[dict[str, Any]], form: CriteriaForm
) -> bool:
    """Whoever may not edit mappings can start with the criteria as they are."""
    if not may(SAVE_CRITERIA, request.user):
        if not may(START_MATCHING, request.user) or "_start" not in request.POST:
            raise PermissionDenied
        return True
    criteria = Criteria(
        rows={row["row"].pk: row["criterion"] for row in rows},
        synch_after_coupling=form.cleaned_data["synch_after_coupling"],
        create_new_if_no_match=form.cleaned_data["create_new_if_no_match"],
    )
    inputs = {"criteria": criteria}
    return perform_and_tell(request, SAVE_CRITERIA, mapping=mapping.name, inputs=inputs) is not None


def _rows(mapping: TableMapping) -> list[dict[str, Any]]:
    facts = facts_now(mapping.erp_table, mapping.crm_table)
    stored = IntegrationFieldMapping.objects.filter(mapping=mapping.name)
    return [
        {
            "row": row,
            "caption": erp_caption(mapping.erp_table, row.erp_field),
            "crm_caption": crm_caption(mapping.crm_table, row.crm_column),
            "criterion": Criterion(row.use_for_match, row.match_priority, row.is_case_sensitive),
            "is_text": facts.crm[row.crm_column].is_text,
        }
        for row in stored
        if _is_eligible(row, facts)
    ]


def _is_eligible(row: IntegrationFieldMapping, facts: Facts) -> bool:
    """Constants tell nothing apart, and ids of one side mean nothing on the other."""
    if not row.erp_field or not row.crm_column or row.crm_column not in facts.crm:
        return False
    return row.erp_field in facts.erp and facts.erp[row.erp_field].type not in NEVER_MATCHED


def _as_posted(row: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    key = row["row"].pk
    priority = request.POST.get(f"priority-{key}", "0")
    criterion = Criterion(
        use_for_match=f"match-{key}" in request.POST,
        match_priority=int(priority) if priority.isdecimal() and len(priority) < 4 else 0,
        is_case_sensitive=f"case-{key}" in request.POST,
    )
    return {**row, "criterion": criterion}


def _form(stored: IntegrationTableMapping) -> CriteriaForm:
    return CriteriaForm(
        initial={
            "synch_after_coupling": stored.synch_after_coupling,
            "create_new_if_no_match": stored.create_new_if_no_match,
        }
    )


def _back(request: HttpRequest, mapping: TableMapping) -> str:
    """From the review back to the review, else to the mapping."""
    if request.GET.get("from") == "review":
        return reverse("admin:full_synch_review")
    return reverse("admin:integration_table_mapping", args=[mapping.name])


def _page(
    request: HttpRequest,
    mapping: TableMapping,
    stored: IntegrationTableMapping,
    rows: list[dict[str, Any]],
    form: CriteriaForm,
    *,
    status: int = 200,
) -> HttpResponse:
    chosen = selected(request)
    is_from_list = request.GET.get("from") is None
    return site.page(
        request,
        "crm_integration/match_based_coupling.html",
        title=_("Match-Based Coupling"),
        breadcrumbs=crumbs(mapping) if is_from_list else [(stored.name, _back(request, mapping))],
        form_page=True,
        status=status,
        mapping=mapping,
        stored=stored,
        rows=rows,
        form=form,
        chosen=len(chosen),
        is_from_list=is_from_list,
        may_edit=may(SAVE_CRITERIA, request.user),
        may_start=may(START_MATCHING, request.user),
        back=list_url(mapping) if is_from_list else _back(request, mapping),
    )
