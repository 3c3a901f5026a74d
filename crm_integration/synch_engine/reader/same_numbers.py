"""Records that have the number of a record for which a counterpart is to be created."""

from collections.abc import Collection, Mapping
from uuid import UUID

from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import RecordState
from crm_integration.synch_engine.reader.erp_records import label_of
from crm_integration.table_mapping.declaration import crm_column_of, erp_field_of
from crm_integration.table_mapping.filters import literal
from crm_integration.table_mapping.problem import Awaited
from crm_integration.table_mapping.related import Reference
from crm_integration.table_mapping.values import LookupValue
from erp.queries.table_fields import model_of, record_values

NUMBERS_PER_REQUEST = 25


def records_of_same_number(
    context: MappingContext, rows: Collection[RecordState]
) -> Mapping[UUID | None, Reference]:
    """Returns them by the id of the CRM record, inside the mapping's filter or not.

    Numbers are compared as the ERP keeps codes: trimmed and in capitals. One that is coupled with a record
    that still exists has that one as its value.
    """
    key = context.mapping.number_row
    if not key or not context.mapping.direction.reaches_erp:
        return {}
    column, field = crm_column_of(key), erp_field_of(key)
    numbers = {row.id: _as_code(row.values.get(column)) for row in rows}
    wanted = set(numbers.values()) - {""}
    found = _found(context, field, wanted) if wanted else {}
    return {id: found[number] for id, number in numbers.items() if number in found}


def _found(context: MappingContext, field: str, numbers: Collection[str]) -> dict[str, Reference]:
    table, crm_table = context.mapping.erp_table, context.mapping.crm_table
    records = list(model_of(table)._default_manager.filter(**{f"{field}__in": numbers}))
    couplings = Coupling.objects.filter(erp_table=table, erp_id__in=[record.id for record in records])
    living = couplings.filter(state=Coupling.State.COUPLED)
    coupled = dict(living.values_list("erp_id", "crm_id"))
    return {
        str(getattr(record, field)): Reference(
            value=LookupValue(coupled[record.id], crm_table) if record.id in coupled else None,
            label=label_of(record_values(record, context.erp_fields)),
            awaited=Awaited(table, record.id),
        )
        for record in records
    }


def taken_numbers(context: MappingContext, numbers: Collection[str]) -> set[str]:
    """Returns those that records of the CRM have, as the ERP writes numbers. Raises DataverseError."""
    column, wanted = crm_column_of(context.mapping.number_row), sorted(numbers)
    found: set[str] = set()
    for start in range(0, len(wanted), NUMBERS_PER_REQUEST):
        some = wanted[start : start + NUMBERS_PER_REQUEST]
        filter = " or ".join(f"{column} eq {literal(number)}" for number in some)
        for page in context.client.pages(context.entity_set, select=[column], filter=filter):
            found |= {_as_code(row.values.get(column)) for row in page.rows}
    return found


def _as_code(number: object) -> str:
    return str(number or "").strip().upper()
