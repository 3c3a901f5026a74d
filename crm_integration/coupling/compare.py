"""Two records side by side, field by field, as *Set Up Coupling* shows them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import Options, RecordState
from crm_integration.synch_engine.planner import Planner
from crm_integration.synch_engine.reader.crm_rows import read_crm_rows
from crm_integration.synch_engine.reader.erp_records import read_erp_records
from crm_integration.synch_engine.reader.planning import Planning
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.direction import Direction


@dataclass(frozen=True)
class ComparedField:
    """``are_equal``: the sides hold the same value, each in its own form."""

    erp_field: str
    crm_column: str
    direction: Direction
    erp_value: Any
    crm_value: Any
    are_equal: bool


def compare(*, mapping_name: str, erp_id: UUID, crm_id: UUID | None) -> list[ComparedField]:
    """Returns a row per enabled field mapping. Raises DataverseError."""
    context = MappingContext.open(mapping_name)
    erp = read_erp_records(context, [erp_id]).get(erp_id)
    crm = read_crm_rows(context, [crm_id]).get(crm_id) if crm_id else None
    planner = Planning(context, Options()).planner_for(erp, crm)
    return [
        ComparedField(
            erp_field=row.erp_field,
            crm_column=row.crm_column,
            direction=row.direction,
            erp_value=_value(erp, row.erp_field),
            crm_value=_value(crm, row.crm_column),
            are_equal=_are_equal(planner, row, erp, crm),
        )
        for row in context.field_rows
    ]


def _value(record: RecordState | None, name: str) -> Any:
    return record.values.get(name) if record else None


def _are_equal(planner: Planner, row: FieldRow, erp: RecordState | None, crm: RecordState | None) -> bool:
    if erp is None or crm is None:
        return False
    return planner.are_equal(row, erp.values, crm.values.get(row.crm_column))
