"""UNIT GROUP: the unit groups of items and resources, each with a base unit that is called like the group."""

from crm_integration.table_mapping.declaration import JobDefaults, Layer, TableMapping, to_crm
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.units import UNIT_GROUP as TABLE
from crm_integration.table_mapping.units import UOM_SCHEDULE

# Of the modelled product's *Source No.* it is the code of the group that goes over (C&S 2).
UNIT_GROUP = TableMapping(
    name="UNIT GROUP",
    erp_table=TABLE,
    crm_table=UOM_SCHEDULE,
    direction=Direction.TO_INTEGRATION_TABLE,
    layer=Layer.SALES,
    fields=(
        to_crm("code", "name", use_for_match=True),
        to_crm("code", "baseuomname"),
    ),
    matches_before_creating=True,
    create_new_if_no_match=True,
    synch_after_coupling="to_integration_table",
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=720),
)
