"""Finds CRM records to couple, within the mapping's filter, over the Web API."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.filter import matches
from crm_integration.synch_engine.plan import RecordState
from crm_integration.synch_engine.reader.counts import odata_filter
from crm_integration.synch_engine.reader.crm_rows import state_of_row
from crm_integration.table_mapping.filters import literal
from erp.queries.table_fields import model_of

SEARCHED = {
    "account": ("name", "accountnumber", "address1_city", "emailaddress1"),
    "contact": ("fullname", "emailaddress1"),
    "systemuser": ("fullname", "internalemailaddress"),
    "transactioncurrency": ("isocurrencycode", "currencyname"),
}
PAGES = 5


@dataclass(frozen=True)
class Candidate:
    """``coupled_to`` names the ERP record that the CRM record is coupled with, if any."""

    crm_id: UUID
    name: str
    details: Mapping[str, Any]
    coupled_to: str = ""


def search_crm(*, mapping_name: str, text: str = "", limit: int = 50) -> list[Candidate]:
    """Returns the best ``limit`` candidates: names that begin with the text first. Raises DataverseError."""
    context = MappingContext.open(mapping_name)
    states = _found(context, text.strip(), limit)
    coupled = _coupled_to(context, [state.id for state in states])
    start = text.strip().casefold()
    states.sort(key=lambda state: (not state.label.casefold().startswith(start), state.label.casefold()))
    return [
        Candidate(state.id, state.label, state.values, coupled.get(state.id, "")) for state in states[:limit]
    ]


def _found(context: MappingContext, text: str, limit: int) -> list[RecordState]:
    pages = context.client.pages(
        context.entity_set,
        select=context.crm_columns,
        filter=_filter(context, text) or None,
        orderby=context.crm_table.primary_name,
    )
    found: list[RecordState] = []
    for _, page in zip(range(PAGES), pages, strict=False):
        states = (state_of_row(context, row) for row in page.rows)
        found += [state for state in states if matches(context.mapping.crm_filter, state.values)]
        if len(found) >= limit:
            break
    return found


def _filter(context: MappingContext, text: str) -> str:
    parts = [odata_filter(context)]
    if text:
        columns = SEARCHED.get(context.mapping.crm_table, (context.crm_table.primary_name,))
        parts.append(" or ".join(f"contains({column},{literal(text)})" for column in columns))
    return " and ".join(f"({part})" for part in parts if part)


def _coupled_to(context: MappingContext, ids: Iterable[UUID]) -> dict[UUID, str]:
    couplings = dict(
        Coupling.objects.filter(
            crm_table=context.mapping.crm_table, erp_table=context.mapping.erp_table, crm_id__in=list(ids)
        ).values_list("crm_id", "erp_id")
    )
    records = model_of(context.mapping.erp_table)._default_manager.in_bulk(list(couplings.values()))
    return {crm_id: str(records[erp_id]) for crm_id, erp_id in couplings.items() if erp_id in records}
