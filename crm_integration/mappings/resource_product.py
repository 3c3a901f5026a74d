"""RESOURCE-PRODUCT: resources and products of the type Services, in both directions."""

from dataclasses import replace

from crm_integration.mappings.products import (
    NOT_NEGATIVE,
    NUMBER,
    READS,
    READS_BY_UNIT_GROUP,
    STATE,
    UNIT_GROUP,
    UNIT_OF_RESOURCE,
    derived_of,
)
from crm_integration.table_mapping.declaration import JobDefaults, Layer, TableMapping, both, to_crm
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import all_of, where

ACTIVE = 0
SERVICES = 3

RESOURCE_PRODUCT = TableMapping(
    name="RESOURCE-PRODUCT",
    erp_table="resource",
    crm_table="product",
    direction=Direction.BIDIRECTIONAL,
    layer=Layer.SALES,
    erp_filter=where("blocked", "eq", False),
    crm_filter=all_of(where("producttypecode", "eq", SERVICES), where("statecode", "eq", ACTIVE)),
    depends_on=("UNIT OF MEASURE", "RESOURCE UOM"),
    fields=(
        NUMBER,
        both("name", "name"),
        to_crm("unit_price", "price", transformation=NOT_NEGATIVE),
        to_crm("unit_cost", "standardcost", transformation=NOT_NEGATIVE),
        to_crm("unit_cost", "currentcost", transformation=NOT_NEGATIVE),
        to_crm("vendor_no", "vendorid"),
        to_crm("capacity", "quantityonhand", transformation=NOT_NEGATIVE),
        UNIT_GROUP,
        STATE,
    ),
    derived=derived_of(SERVICES),
    related_reads=READS,
    state_row=STATE.key,
    number_row=NUMBER.key,
    has_default_prices=True,
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=720),
)

RESOURCE_PRODUCT_BY_UNIT_GROUP = replace(
    RESOURCE_PRODUCT,
    fields=tuple(UNIT_OF_RESOURCE if row is UNIT_GROUP else row for row in RESOURCE_PRODUCT.fields),
    derived=derived_of(SERVICES, by_unit_group=True),
    related_reads=READS_BY_UNIT_GROUP,
    takes_over_units=True,
)
