"""What the units of items and of resources have in common as units of the CRM."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crm_integration.table_mapping.declaration import (
    DerivedColumn,
    FieldRow,
    JobDefaults,
    Layer,
    TableMapping,
    When,
    to_crm,
)
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.related import Related
from crm_integration.table_mapping.units import UOM, UOM_SCHEDULE
from crm_integration.table_mapping.values import LookupValue

BASE_UNIT_OF_GROUP = "base_unit_of_group"


def base_unit(record_id: UUID | None, values: Mapping[str, Any], related: Related) -> LookupValue | None:
    """The unit of which the new one is so many: the one that its group was born with."""
    found: LookupValue | None = related.read(BASE_UNIT_OF_GROUP, record_id)
    return found


def group_of(owner_field: str) -> FieldRow:
    """The unit group in which a unit stands, and is looked for by its name."""
    return to_crm(owner_field, "uomscheduleid", target_table=UOM_SCHEDULE, is_fixed=True, use_for_match=True)


def units_mapping(name: str, *, erp_table: str, owner_field: str) -> TableMapping:
    """Returns the mapping of the units of items, or of resources."""
    return TableMapping(
        name=name,
        erp_table=erp_table,
        crm_table=UOM,
        direction=Direction.TO_INTEGRATION_TABLE,
        layer=Layer.SALES,
        depends_on=("UNIT GROUP",),
        fields=(
            to_crm("code", "name", use_for_match=True),
            to_crm("qty_per_unit_of_measure", "quantity"),
            group_of(owner_field),
        ),
        derived=(DerivedColumn("baseuom", Direction.TO_INTEGRATION_TABLE, When.INSERT, base_unit),),
        related_reads=(BASE_UNIT_OF_GROUP,),
        matches_before_creating=True,
        create_new_if_no_match=True,
        synch_after_coupling="to_integration_table",
        job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=720),
    )
