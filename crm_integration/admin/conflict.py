"""Resolve conflict: a choice for each field that changed on both sides; the others merge by themselves."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_integration.actions.on_conflicts import RESOLVE_CONFLICT
from crm_integration.admin.crm_links import crm_url
from crm_integration.admin.mapped_tables import card_url, crumbs, declared_of_records, record, status_of
from crm_integration.admin.performing import crm_sentence, perform_and_tell
from crm_integration.admin.plans import Planned, lookups_in, plan_all, plan_decided, shown_plan
from crm_integration.admin.record_parts import counterpart_name
from crm_integration.admin.selection import expected_versions
from crm_integration.admin.value_texts import ValueTexts
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import Coupling, SynchProblem
from crm_integration.sentences import words_of
from crm_integration.sentences.captions import erp_caption
from crm_integration.synch_engine.mapping_store import load_mapping
from crm_integration.synch_engine.plan import FieldConflict
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.direction import Side
from erp.admin.formats import record_name
from erp.admin.site import site

SIDES = {"erp": Side.ERP, "crm": Side.CRM}
OTHER = "other"


def resolve_conflict(request: HttpRequest, mapping: str, erp_id: UUID) -> HttpResponse:
    known = declared_of_records(mapping)
    chosen = record(known, erp_id)
    coupling = status_of(request, known.erp_table, erp_id).coupling
    if coupling is None:
        raise Http404
    if request.method == "POST" and (done := _decide(request, known, erp_id)) is not None:
        return done
    try:
        planned = plan_all(mapping, [coupling.id])
        return _page(request, planned, chosen, coupling)
    except DataverseError as error:
        messages.error(request, crm_sentence(error))
        return HttpResponseRedirect(card_url(known, erp_id))


def _decide(request: HttpRequest, mapping: TableMapping, erp_id: UUID) -> HttpResponse | None:
    """Returns where to go on, or None if a choice is missing."""
    keys = request.POST.getlist("key")
    decisions = {key: SIDES[side] for key in keys if (side := _choice(request, key)) in SIDES}
    values = {
        key: text
        for key in keys
        if _choice(request, key) == OTHER and (text := request.POST.get(f"other:{key}", "").strip())
    }
    if not keys or decisions.keys() | values.keys() != set(keys):
        return None
    inputs = {"decisions": decisions, "values": values, "expected": expected_versions(request)}
    outcome = perform_and_tell(request, RESOLVE_CONFLICT, mapping=mapping.name, ids=(erp_id,), inputs=inputs)
    return HttpResponseRedirect(request.get_full_path() if outcome is None else card_url(mapping, erp_id))


def _choice(request: HttpRequest, key: str) -> str:
    all_of = request.POST.get("_keep_all", "")
    return all_of or request.POST.get(f"keep:{key}", "")


def _page(request: HttpRequest, planned: Planned, chosen: Any, coupling: Coupling) -> HttpResponse:
    mapping = load_mapping(planned.mapping.name)
    conflicts = _conflicts(planned)
    texts = ValueTexts(mapping, [*lookups_in(planned.pairs), *(found.crm_base for found in conflicts)])
    rows = [_row(found, mapping, texts, request) for found in conflicts]
    open_rows = [row for row in rows if not row["kept"] or (row["kept"] == OTHER and not row["other"])]
    return site.page(
        request,
        "crm_integration/conflict.html",
        title=_("Resolve conflict"),
        heading=_title(chosen, len(rows)),
        breadcrumbs=crumbs(mapping, chosen),
        form_page=True,
        mapping=mapping,
        record=chosen,
        coupling=coupling,
        rows=rows,
        decided=len(rows) - len(open_rows),
        missing=[row["caption"] for row in open_rows] if request.method == "POST" else [],
        merging=_merging(mapping, coupling, conflicts, texts),
        since=_since(mapping, chosen.pk),
        crm_name=counterpart_name(mapping, coupling),
        crm_url=crm_url(mapping.crm_table, coupling.crm_id),
        words=words_of(mapping.erp_table),
        expected_json=json.dumps(planned.expected),
        back=card_url(mapping, chosen.pk),
        status=422 if request.method == "POST" and rows else 200,
    )


def _title(chosen: Any, number: int) -> str:
    if not number:
        return _("%(record)s: nothing to decide") % {"record": record_name(chosen)}
    sentence = ngettext(
        "%(record)s: %(number)s field changed on both sides",
        "%(record)s: %(number)s fields changed on both sides",
        number,
    )
    return sentence % {"record": record_name(chosen), "number": number}


def _conflicts(planned: Planned) -> Sequence[FieldConflict]:
    plans = planned.plans.get("merge", ())
    return plans[0].conflicts if plans else ()


def _row(
    found: FieldConflict, mapping: TableMapping, texts: ValueTexts, request: HttpRequest
) -> dict[str, Any]:
    return {
        "key": found.key,
        "caption": erp_caption(mapping.erp_table, found.erp_field),
        "erp": texts.erp(found.erp_field, found.erp),
        "crm": texts.crm(found.crm_column, found.crm),
        "base": texts.erp(found.erp_field, found.erp_base),
        "kept": _choice(request, found.key) if request.method == "POST" else "",
        "other": request.POST.get(f"other:{found.key}", ""),
        "may_be_other": not texts.is_reference(found.crm_column),
    }


def _merging(
    mapping: TableMapping, coupling: Coupling, conflicts: Sequence[FieldConflict], texts: ValueTexts
) -> list[Mapping[str, Any]]:
    """What else would be written, whatever is decided."""
    if not conflicts:
        return []
    keys = {found.key for found in conflicts}
    plan = plan_decided(mapping.name, coupling.id, dict.fromkeys(keys, Side.ERP))
    if plan is None:
        return []
    captions = {erp_caption(mapping.erp_table, found.erp_field) for found in conflicts}
    rows: list[Mapping[str, Any]] = shown_plan(plan, mapping, texts)["rows"]
    return [row for row in rows if row["caption"] not in captions]


def _since(mapping: TableMapping, erp_id: UUID) -> Any:
    problems = SynchProblem.objects.filter(
        mapping=mapping.name, erp_id=erp_id, cure=SynchProblem.Cure.CONFLICT
    )
    return problems.order_by("first_failed_at").values_list("first_failed_at", flat=True).first()
