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
    "product": ("name", "productnumber"),
}
PAGES = 5


@dataclass(frozen=True)
class Candidate:
    """``coupled_to`` names the ERP record that the CRM record is coupled with, if any."""

    crm_id: UUID
    name: str
    details: Mapping[str, Any]
    coupled_to: str = ""


def search_crm(
    *, mapping_name: str, text: str = "", limit: int = 50, free_first: bool = False
) -> list[Candidate]:
    """Returns the best ``limit`` candidates: names that begin with the text first. Raises DataverseError.

    With ``free_first``, those that may still be coupled come before all others.
    """
    context = MappingContext.open(mapping_name)
    states, coupled = _found(context, text.strip(), limit, free_first=free_first)
    start = text.strip().casefold()

    def rank(state: RecordState) -> tuple[bool, bool, str]:
        label = state.label.casefold()
        return free_first and state.id in coupled, not label.startswith(start), label

    states.sort(key=rank)
    return [
        Candidate(state.id, state.label, state.values, coupled.get(state.id, "")) for state in states[:limit]
    ]


def _found(
    context: MappingContext, text: str, limit: int, *, free_first: bool
) -> tuple[list[RecordState], dict[UUID, str]]:
    """Reads on until there are enough, and returns them with what they are coupled to."""
    pages = context.client.pages(
        context.entity_set,
        select=context.crm_columns,
        filter=_filter(context, text) or None,
        orderby=context.crm_table.primary_name,
    )
    found: list[RecordState] = []
    coupled: dict[UUID, str] = {}
    for _, page in zip(range(PAGES), pages, strict=False):
        states = [state_of_row(context, row) for row in page.rows]
        passing = [state for state in states if matches(context.mapping.crm_filter, state.values)]
        found += passing
        coupled |= _coupled_to(context, [state.id for state in passing])
        if len(found) - (len(coupled) if free_first else 0) >= limit:
            break
    return found, coupled


def _filter(context: MappingContext, text: str) -> str:
    parts = (odata_filter(context), contains_text(context, text))
    return " and ".join(f"({part})" for part in parts if part)


def contains_text(context: MappingContext, text: str) -> str:
    """The OData condition that one of the searched columns contains the text; blank for a blank one."""
    if not text:
        return ""
    columns = SEARCHED.get(context.mapping.crm_table, (context.crm_table.primary_name,))
    return " or ".join(f"contains({column},{literal(text)})" for column in columns)


def _coupled_to(context: MappingContext, ids: Iterable[UUID]) -> dict[UUID, str]:
    couplings = dict(
        Coupling.objects.filter(
            crm_table=context.mapping.crm_table, erp_table=context.mapping.erp_table, crm_id__in=list(ids)
        ).values_list("crm_id", "erp_id")
    )
    records = model_of(context.mapping.erp_table)._default_manager.in_bulk(list(couplings.values()))
    return {crm_id: str(records[erp_id]) for crm_id, erp_id in couplings.items() if erp_id in records}
