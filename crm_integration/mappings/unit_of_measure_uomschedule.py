"""UNIT OF MEASURE: each unit of measure becomes a unit group of its own, whose only unit it is."""

from crm_integration.table_mapping.declaration import JobDefaults, Layer, TableMapping, to_crm
from crm_integration.table_mapping.direction import Direction

UNIT_OF_MEASURE = TableMapping(
    name="UNIT OF MEASURE",
    erp_table="unit_of_measure",
    crm_table="uomschedule",
    direction=Direction.TO_INTEGRATION_TABLE,
    layer=Layer.SALES,
    fields=(
        to_crm("code", "baseuomname"),
        # The name tells ours from groups that were made in the CRM; a group of that name is ours already.
        to_crm("code", "name", transformation="UNIT_GROUP_NAME", is_fixed=True, use_for_match=True),
    ),
    matches_before_creating=True,
    create_new_if_no_match=True,
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=720),
)
