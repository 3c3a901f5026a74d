"""Set Up Coupling: choose the CRM record, compare field by field, say what to synchronize afterwards."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from crm_integration.actions.on_records import CREATE_IN_CRM, SET_UP_COUPLING
from crm_integration.admin.candidates import MOST, Row, candidates_for, first_searches, headers_of
from crm_integration.admin.filter_text import filter_text
from crm_integration.admin.mapped_tables import (
    card_url,
    crumbs,
    declared_of_pairs,
    label_words,
    record,
    status_of,
)
from crm_integration.admin.performing import crm_sentence, perform_and_tell
from crm_integration.admin.selection import as_uuid
from crm_integration.admin.value_texts import ValueTexts
from crm_integration.coupling.compare import ComparedField, compare
from crm_integration.dataverse.environment import is_embedded
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup
from crm_integration.sentences import words_of
from crm_integration.sentences.captions import crm_caption, erp_caption
from crm_integration.synch_engine.mapping_store import load_mapping
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.direction import Direction
from erp.admin.formats import record_name
from erp.admin.site import site


def set_up_coupling(request: HttpRequest, mapping: str, erp_id: UUID) -> HttpResponse:
    known = declared_of_pairs(mapping)
    chosen = record(known, erp_id)
    if request.method == "POST":
        uncompared = _chosen_without_comparison(request)
        if uncompared:
            return HttpResponseRedirect(_comparison_of(request, uncompared))
        if _couple(request, known, erp_id):
            return HttpResponseRedirect(card_url(known, erp_id))
        return HttpResponseRedirect(request.get_full_path())
    return _page(request, load_mapping(mapping), chosen)


def _chosen_without_comparison(request: HttpRequest) -> UUID | None:
    """What a person chose but has not yet seen beside the own record; nothing is coupled unseen."""
    chosen = as_uuid(request.POST.get("crm_id", ""))
    seen = as_uuid(request.POST.get("compared", ""))
    return chosen if "_create" not in request.POST and chosen != seen else None


def _comparison_of(request: HttpRequest, crm_id: UUID) -> str:
    query = request.GET.copy()
    query["crm_id"] = str(crm_id)
    return f"{request.path}?{query.urlencode()}"


def _couple(request: HttpRequest, mapping: TableMapping, erp_id: UUID) -> bool:
    if "_create" in request.POST:
        return perform_and_tell(request, CREATE_IN_CRM, mapping=mapping.name, ids=(erp_id,)) is not None
    crm_id = as_uuid(request.POST.get("crm_id", ""))
    if crm_id is None:
        sentence = _("Choose the %(record)s to couple with.")
        messages.warning(request, sentence % {"record": words_of(mapping.crm_table).one})
        return False
    inputs = {"crm_id": str(crm_id), "synchronize": request.POST.get("synchronize", "no")}
    outcome = perform_and_tell(request, SET_UP_COUPLING, mapping=mapping.name, ids=(erp_id,), inputs=inputs)
    return outcome is not None


def _page(request: HttpRequest, mapping: TableMapping, chosen: Any) -> HttpResponse:
    coupling = status_of(request, mapping.erp_table, chosen.pk).coupling
    given = request.GET.get("q")
    searches = first_searches(mapping, chosen) if given is None else [given]
    crm_id = as_uuid(request.GET.get("crm_id", "")) or (coupling.crm_id if coupling else None)
    found: dict[str, Any] = {"candidates": [], "compared": None, "error": ""}
    text = searches[0]
    try:
        text, found["candidates"] = _search(mapping, chosen, searches)
        if crm_id:
            found["compared"] = _compared(mapping, chosen.pk, crm_id)
    except DataverseError as error:
        found["error"] = crm_sentence(error)
    return site.page(
        request,
        "crm_integration/set_up_coupling.html",
        title=_("Set Up Coupling"),
        breadcrumbs=crumbs(mapping, chosen),
        form_page=True,
        mapping=mapping,
        record=chosen,
        record_name=record_name(chosen),
        words=label_words(mapping),
        query=text,
        crm_id=crm_id,
        coupling=coupling,
        headers=headers_of(mapping),
        filter_text=filter_text(mapping.crm_filter, table=mapping.crm_table, is_crm=True),
        after=_after(mapping, is_coupled=coupling is not None),
        may_create=mapping.direction.reaches_crm and coupling is None,
        is_full=len(found["candidates"]) >= MOST,
        all_coupled=all(row.coupled_to and row.crm_id != crm_id for row in found["candidates"]),
        is_embedded=is_embedded(ConnectionSetup.get().environment_url),
        may_create_in_erp=mapping.direction.reaches_erp,
        back=card_url(mapping, chosen.pk),
        **found,
    )


def _search(mapping: TableMapping, record: Any, texts: Sequence[str]) -> tuple[str, list[Row]]:
    """Returns the first text that finds anything, else the last, and what it finds. Raises DataverseError."""
    for text in (text.strip()[:100] for text in texts):
        found = candidates_for(mapping, record, text)
        if found:
            break
    return text, found


def _after(mapping: TableMapping, *, is_coupled: bool) -> str:
    """With whose data to synchronize, unless the person says otherwise."""
    if is_coupled:
        return "no"
    if mapping.direction is Direction.FROM_INTEGRATION_TABLE:
        return Direction.FROM_INTEGRATION_TABLE.value
    return Direction.TO_INTEGRATION_TABLE.value


def _compared(mapping: TableMapping, erp_id: UUID, crm_id: UUID) -> dict[str, Any]:
    fields = compare(mapping_name=mapping.name, erp_id=erp_id, crm_id=crm_id)
    texts = ValueTexts(mapping, [field.crm_value for field in fields])
    rows = [_row(mapping, field, texts) for field in fields]
    differing = [field for field in fields if not field.are_equal]
    return {
        "rows": rows,
        "differing": len(differing),
        "fields": len(rows),
        "to_crm": sum(1 for field in differing if field.direction.reaches_crm),
        "to_erp": sum(1 for field in differing if field.direction.reaches_erp),
    }


def _row(mapping: TableMapping, field: ComparedField, texts: ValueTexts) -> dict[str, Any]:
    caption = (
        erp_caption(mapping.erp_table, field.erp_field)
        if field.erp_field
        else crm_caption(mapping.crm_table, field.crm_column)
    )
    return {
        "caption": caption,
        "erp": texts.erp(field.erp_field, field.erp_value),
        "crm": texts.crm(field.crm_column, field.crm_value),
        "direction": field.direction.value,
        "differs": not field.are_equal,
    }
