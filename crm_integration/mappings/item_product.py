"""ITEM-PRODUCT: items and products of the type Sales Inventory, in both directions."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm_integration.mappings.products import (
    NOT_NEGATIVE,
    NUMBER,
    READS,
    READS_BY_UNIT_GROUP,
    STATE,
    UNIT_GROUP,
    UNIT_OF_ITEM,
    derived_of,
)
from crm_integration.table_mapping.declaration import (
    DerivedColumn,
    JobDefaults,
    Layer,
    TableMapping,
    When,
    both,
    to_crm,
)
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import all_of, where
from crm_integration.table_mapping.related import Related

ACTIVE = 0
SALES_INVENTORY = 1
INVENTORY = "inventory"


def quantity_on_hand(record_id: UUID | None, values: Mapping[str, Any], related: Related) -> Decimal:
    """The inventory in base units, not below zero."""
    return max(Decimal(related.read(INVENTORY, record_id) or 0), Decimal(0))


STOCK = DerivedColumn("quantityonhand", Direction.TO_INTEGRATION_TABLE, When.ALWAYS, quantity_on_hand)

ITEM_PRODUCT = TableMapping(
    name="ITEM-PRODUCT",
    erp_table="item",
    crm_table="product",
    direction=Direction.BIDIRECTIONAL,
    layer=Layer.SALES,
    erp_filter=where("blocked", "eq", False),
    crm_filter=all_of(where("producttypecode", "eq", SALES_INVENTORY), where("statecode", "eq", ACTIVE)),
    depends_on=("UNIT OF MEASURE", "ITEM UOM"),
    fields=(
        NUMBER,
        both("description", "name"),
        to_crm("unit_price", "price", transformation=NOT_NEGATIVE),
        to_crm("unit_cost", "standardcost", transformation=NOT_NEGATIVE),
        to_crm("unit_cost", "currentcost", transformation=NOT_NEGATIVE),
        to_crm("unit_volume", "stockvolume"),
        to_crm("gross_weight", "stockweight"),
        to_crm("vendor_no", "vendorid"),
        to_crm("vendor_name", "vendorname", is_fixed=True),
        to_crm("vendor_item_no", "vendorpartnumber"),
        UNIT_GROUP,
        STATE,
    ),
    derived=(*derived_of(SALES_INVENTORY), STOCK),
    related_reads=(*READS, INVENTORY),
    state_row=STATE.key,
    number_row=NUMBER.key,
    has_default_prices=True,
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=1440),
)

ITEM_PRODUCT_BY_UNIT_GROUP = replace(
    ITEM_PRODUCT,
    fields=tuple(UNIT_OF_ITEM if row is UNIT_GROUP else row for row in ITEM_PRODUCT.fields),
    derived=(*derived_of(SALES_INVENTORY, by_unit_group=True), STOCK),
    related_reads=(*READS_BY_UNIT_GROUP, INVENTORY),
    takes_over_units=True,
)
