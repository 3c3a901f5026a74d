"""Items. ``inventory`` is in the base unit of measure, and may be below zero."""

from erp.models import Item, ItemType
from erp.operations.create_items import create_items
from erp.operations.delete_item import delete_item
from erp.operations.modify_items import modify_items
from erp.operations.record_operations import by_rows
from erp.queries.item_availability import inventory_of_items
from erp.rest_api.entities.units_of_measure import UNITS_OF_MEASURE
from erp.rest_api.entity import LAST_MODIFIED, RECORD_ID, Entity, Navigation, calculated, id_of, option, value

ITEMS = Entity(
    name="items",
    singular="item",
    model=Item,
    key="no",
    declared=(
        RECORD_ID,
        value("number", "no"),
        value("displayName", "description"),
        value("displayName2", "description_2"),
        option(
            "type",
            "type",
            {
                ItemType.INVENTORY: "Inventory",
                ItemType.SERVICE: "Service",
                ItemType.NON_INVENTORY: "Non-Inventory",
            },
        ),
        value("blocked", "blocked"),
        calculated("inventory", inventory_of_items),
        value("unitPrice", "unit_price"),
        value("priceIncludesTax", "price_includes_vat"),
        value("unitCost", "unit_cost"),
        id_of("taxGroupId", "vat_prod_posting_group"),
        value("taxGroupCode", "vat_prod_posting_group"),
        id_of("baseUnitOfMeasureId", "base_unit_of_measure"),
        value("baseUnitOfMeasureCode", "base_unit_of_measure"),
        LAST_MODIFIED,
    ),
    operations=by_rows(create=create_items, modify=modify_items, delete=delete_item, id_name="item_id"),
    navigations=(Navigation("unitOfMeasure", "base_unit_of_measure__id", UNITS_OF_MEASURE),),
)
