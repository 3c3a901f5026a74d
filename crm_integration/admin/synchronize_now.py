"""Synchronize Now: the plan of chosen pairs for each choice, then what was shown is scheduled."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_integration.actions.on_records import SYNCHRONIZE_NOW, coupling_ids
from crm_integration.admin.mapped_tables import card_url, crumbs, declared_of_records, list_url, records
from crm_integration.admin.performing import crm_sentence, perform_and_tell
from crm_integration.admin.plans import MERGE, Counts, Planned, counts_of, lookups_in, plan_all, shown_plan
from crm_integration.admin.selection import expected_versions, selected
from crm_integration.admin.value_texts import ValueTexts
from crm_integration.dataverse.errors import DataverseError
from crm_integration.sentences import words_of
from crm_integration.sentences.words import products
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.direction import Direction
from erp.admin.site import site

SHOWN = 50  # pairs whose plan is shown; the others are planned when they run


def synchronize_now(request: HttpRequest, mapping: str) -> HttpResponse:
    known = declared_of_records(mapping)
    ids = selected(request)
    if request.method == "POST":
        return _schedule(request, known, ids)
    chosen = records(known, ids)
    if not chosen:
        messages.warning(request, _("Choose at least one record."))
        return HttpResponseRedirect(list_url(known))
    return _page(request, known, chosen)


def _schedule(request: HttpRequest, mapping: TableMapping, ids: Sequence[UUID]) -> HttpResponse:
    direction = request.POST.get("direction", "")
    inputs = {"direction": "" if direction == MERGE else direction, "expected": expected_versions(request)}
    outcome = perform_and_tell(request, SYNCHRONIZE_NOW, mapping=mapping.name, ids=tuple(ids), inputs=inputs)
    if outcome is None:
        return HttpResponseRedirect(request.get_full_path())
    return HttpResponseRedirect(card_url(mapping, ids[0]) if len(ids) == 1 else list_url(mapping))


def _page(request: HttpRequest, mapping: TableMapping, chosen: Mapping[UUID, Any]) -> HttpResponse:
    couplings = coupling_ids(mapping.name, list(chosen))
    context: dict[str, Any] = {"error": "", "choices": [], "plans": [], "expected": "{}"}
    if couplings:
        try:
            context |= _planned(plan_all(mapping.name, couplings[:SHOWN]), mapping)
        except DataverseError as error:
            context["error"] = crm_sentence(error)
    one = len(chosen) == 1
    return site.page(
        request,
        "crm_integration/synchronize_now.html",
        title=_("Synchronize Now"),
        breadcrumbs=crumbs(mapping, *(chosen.values() if one else [])),
        form_page=True,
        mapping=mapping,
        chosen=len(chosen),
        coupled=len(couplings),
        uncoupled=len(chosen) - len(couplings),
        only_id=next(iter(chosen)) if one else None,
        not_shown=max(0, len(couplings) - SHOWN),
        read_at=timezone.now(),
        button=_button(mapping, len(couplings)),
        back=card_url(mapping, next(iter(chosen))) if one else list_url(mapping),
        **context,
    )


def _button(mapping: TableMapping, number: int) -> str:
    words = words_of(mapping.erp_table)
    sentence = ngettext("Synchronize %(one)s", "Synchronize %(number)s %(many)s", number)
    return sentence % {"one": words.one, "many": words.many, "number": number}


def _planned(planned: Planned, mapping: TableMapping) -> dict[str, Any]:
    texts = ValueTexts(planned.mapping, lookups_in(planned.pairs))
    counts = {choice: counts_of(plans) for choice, plans in planned.plans.items()}
    best = _recommended(counts)
    return {
        "choices": [
            _choice(choice, found, mapping, is_best=choice == best) for choice, found in counts.items()
        ],
        "plans": [
            {
                "choice": choice,
                "counts": counts[choice],
                "total": _total(counts[choice]),
                "pairs": [shown_plan(plan, planned.mapping, texts) for plan in plans],
            }
            for choice, plans in planned.plans.items()
        ],
        "expected": json.dumps(planned.expected),
        "best": best,
        "is_nothing_to_write": not any(
            found.fields or found.conflicts or found.problems for found in counts.values()
        ),
    }


def _total(counts: Counts) -> str:
    words = {"fields": fields_text(counts.fields), "to_crm": counts.to_crm, "to_erp": counts.to_erp}
    text = _("%(fields)s: %(to_crm)s to %(crm_product)s, %(to_erp)s to %(erp_product)s.")
    return text % {**words, **products()}


def _recommended(counts: Mapping[str, Counts]) -> str:
    """Merging loses nothing; where both sides changed the same field, the back office's data are kept."""
    if MERGE in counts and not counts[MERGE].conflicts:
        return MERGE
    towards_crm = Direction.TO_INTEGRATION_TABLE.value
    return towards_crm if towards_crm in counts else next(iter(counts))


def _choice(choice: str, counts: Counts, mapping: TableMapping, *, is_best: bool) -> dict[str, Any]:
    return {"value": choice, "is_best": is_best, "counts": counts, "note": _note(choice, counts, mapping)}


def _note(choice: str, counts: Counts, mapping: TableMapping) -> str:
    words = {
        "to_crm": counts.to_crm,
        "to_erp": counts.to_erp,
        "fields": fields_text(counts.fields),
        "crm_records": records_text(mapping.crm_table, counts.records),
        "erp_records": records_text(mapping.erp_table, counts.records),
        "conflicts": fields_text(counts.conflicts),
    }
    if choice == MERGE and counts.conflicts:
        return _("To decide, changed on both sides: %(conflicts)s") % words
    if not counts.fields:
        return _("Nothing is to be written")
    if choice == MERGE:
        text = _(
            "Each field takes the side that changed it. "
            "%(to_crm)s to %(crm_product)s, %(to_erp)s to %(erp_product)s"
        )
    elif choice == Direction.TO_INTEGRATION_TABLE.value:
        text = _("Overwrites %(fields)s of %(crm_records)s")
    else:
        text = _("Overwrites %(fields)s of %(erp_records)s")
    return text % {**words, **products()}


def fields_text(number: int) -> str:
    return ngettext("%(number)s field", "%(number)s fields", number) % {"number": number}


def records_text(table: str, number: int) -> str:
    """A number of records in the table's word."""
    words = words_of(table)
    return f"{number} {words.one if number == 1 else words.many}"
