"""Tables that were made at run time: rows declare them, and one general model holds their records."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from crm.metadata.column import Column
from crm.metadata.run_time_rows import RunTimeRows
from crm.metadata.standard_tables import fields_of
from crm.metadata.table import Table
from crm.models import CrmTable, CustomRecord
from crm.models.custom_record import model_of

_OWNERSHIP: Final = ("ownerid", "owningbusinessunit")
_NAMED_BY_THE_TABLE: Final = ("id", "name")


def custom_tables(rows: RunTimeRows) -> Iterator[Table]:
    for row in CrmTable.objects.order_by("pk"):
        yield Table(
            logical_name=row.logical_name,
            schema_name=row.schema_name,
            display_name=row.display_name,
            entity_set=row.entity_set,
            object_type_code=row.object_type_code,
            primary_id=row.primary_id,
            primary_name=row.primary_name,
            model=model_of(row.logical_name, row.display_name, row.display_collection_name),
            columns=rows.complete(row.logical_name, _columns(row, rows)),
            keys=rows.keys[row.logical_name],
            change_tracking=row.change_tracking,
            is_custom=True,
        )


def _columns(row: CrmTable, rows: RunTimeRows) -> dict[str, Column]:
    """Primary id and name bear names of the table's own; what nobody owns has no owner."""
    own = fields_of(CustomRecord)
    left_out = _NAMED_BY_THE_TABLE if row.is_owned else (*_NAMED_BY_THE_TABLE, *_OWNERSHIP)
    columns = {name: column for name, column in own.items() if name not in left_out}
    columns[row.primary_id] = replace(own["id"], logical_name=row.primary_id, label=row.display_name)
    columns[row.primary_name] = _primary_name(row, own["name"], rows)
    return {**rows.columns[row.logical_name], **columns}


def _primary_name(row: CrmTable, field: Column, rows: RunTimeRows) -> Column:
    declared = rows.columns[row.logical_name].get(row.primary_name)
    return replace(
        field,
        logical_name=row.primary_name,
        label=declared.label if declared else row.primary_name,
        max_length=declared.max_length if declared else row.primary_name_length,
        required=declared.required if declared else False,
    )
