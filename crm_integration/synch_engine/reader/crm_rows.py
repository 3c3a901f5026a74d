"""Reads the CRM's side: rows as states, by id and page by page."""

from collections.abc import Sequence
from uuid import UUID

from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Retrieve
from crm_integration.dataverse.values import Row
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import RecordState
from crm_integration.table_mapping.values import LookupValue


def state_of_row(context: MappingContext, row: Row) -> RecordState:
    modified_by = row.values.get("modifiedby")
    return RecordState(
        id=row.id,
        version=row.version,
        values=row.values,
        label=str(row.values.get(context.crm_table.primary_name) or row.id)[:250],
        modified_at=row.values.get("modifiedon"),
        modified_by=modified_by.id if isinstance(modified_by, LookupValue) else None,
    )


def read_crm_rows(context: MappingContext, ids: Sequence[UUID]) -> dict[UUID, RecordState]:
    """Returns the rows that exist, by id. Raises DataverseError for anything but a missing row."""
    operations = [Retrieve(context.entity_set, id, context.crm_columns) for id in ids]
    found: dict[UUID, RecordState] = {}
    for result in context.client.execute(operations):
        if result.error is None and result.row is not None:
            found[result.row.id] = state_of_row(context, result.row)
        elif result.error is not None and result.error.cure is not Cure.NOT_FOUND:
            raise result.error
    return found


def names_of_rows(context: MappingContext, wanted: Sequence[tuple[str, UUID]]) -> dict[UUID, str]:
    """Returns the primary names of rows of other tables, for sentences; what cannot be read is left out."""
    from crm_integration.dataverse import metadata

    tables = {table: metadata.table(table) for table, _ in wanted if table in metadata.tables()}
    operations = [
        Retrieve(tables[table].entity_set, id, (tables[table].primary_name,))
        for table, id in wanted
        if table in tables
    ]
    names: dict[UUID, str] = {}
    try:
        results = context.client.execute(operations)
    except DataverseError:
        return names
    for result in results:
        if result.row is not None:
            values = {name: value for name, value in result.row.values.items() if isinstance(value, str)}
            names[result.row.id] = next(iter(values.values()), "")
    return names
