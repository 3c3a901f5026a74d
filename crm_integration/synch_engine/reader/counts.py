"""Whether there is something uncoupled inside the filters: a review line's recommendation follows from it."""

from uuid import UUID

from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.filter import matches
from crm_integration.synch_engine.reader.crm_rows import state_of_row
from crm_integration.synch_engine.reader.erp_records import uncoupled
from crm_integration.table_mapping.facts import Facts
from crm_integration.table_mapping.filters import EVERYTHING, All, AnyOf, Comparison, Filter, to_odata

PAGES_TO_LOOK_AT = 20
COUNTED_BY_THE_CRM = 5000


def has_uncoupled_erp(context: MappingContext) -> bool:
    """Whether the ERP has a record inside the filter without a coupling."""
    return uncoupled(context).exists()


def has_uncoupled_crm(context: MappingContext) -> bool:
    """Whether the CRM has a record inside the filter without a coupling.

    Looks at the newest rows first, and at no more than some thousands: where all of those are coupled, the
    rest counts as coupled, too; a synchronization looks at every row. Raises DataverseError.
    """
    pages = context.client.pages(
        context.entity_set,
        select=context.crm_columns,
        filter=odata_filter(context) or None,
        orderby="createdon desc",
    )
    for number, page in enumerate(pages, start=1):
        states = [state_of_row(context, row) for row in page.rows]
        inside = {state.id for state in states if matches(context.mapping.crm_filter, state.values)}
        if inside - _coupled(context, inside):
            return True
        if number == PAGES_TO_LOOK_AT:
            return False
    return False


def records_to_look_at(context: MappingContext) -> int | None:
    """How many records a full run will look at; None where the CRM does not count that far."""
    rows = context.client.count(context.entity_set, odata_filter(context) or None)
    return rows + uncoupled(context).count() if rows < COUNTED_BY_THE_CRM else None


def _coupled(context: MappingContext, ids: set[UUID]) -> set[UUID]:
    known = Coupling.objects.filter(
        crm_table=context.mapping.crm_table, erp_table=context.mapping.erp_table, crm_id__in=ids
    )
    return set(known.values_list("crm_id", flat=True))


def odata_filter(context: MappingContext) -> str:
    """Returns the part of the mapping's filter that the Web API can evaluate; the rest is evaluated here."""
    return to_odata(_known_to_the_crm(context.mapping.crm_filter, context.facts), context.facts.crm)


def _known_to_the_crm(tree: Filter, facts: Facts) -> Filter:
    """What is left lets at least as much through as the whole filter."""
    match tree:
        case Comparison():
            return tree if tree.field in facts.crm else EVERYTHING
        case All():
            return All(tuple(_known_to_the_crm(part, facts) for part in tree.parts))
        case AnyOf():
            return AnyOf(tuple(_known_to_the_crm(part, facts) for part in tree.parts))
