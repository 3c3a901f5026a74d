"""What items and resources have in common as products of the CRM."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from crm_integration.mappings.customer_price_group_pricelevel import LOCAL_CURRENCY, local_currency
from crm_integration.table_mapping.declaration import DerivedColumn, FieldRow, When, both, to_crm
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.related import Reference, Related
from crm_integration.table_mapping.units import UOM, UOM_SCHEDULE
from crm_integration.table_mapping.values import LookupValue

BASE_UNIT = "base_unit"
OTHER_UNIT = "other_unit"
UNIT_GROUP_OF_RECORD = "unit_group_of_record"
NOT_NEGATIVE = "NOT_NEGATIVE"
DECIMALS_OF_QUANTITIES = 2
TO_CRM = Direction.TO_INTEGRATION_TABLE

NUMBER: FieldRow = to_crm("no", "productnumber")
UNIT_GROUP: FieldRow = both("base_unit_of_measure", "defaultuomscheduleid", target_table=UOM_SCHEDULE)
UNIT_OF_ITEM: FieldRow = both("base_unit_of_measure", "defaultuomid", target_table=UOM)
UNIT_OF_RESOURCE: FieldRow = to_crm("base_unit_of_measure", "defaultuomid", target_table=UOM)
STATE: FieldRow = both("blocked", "statecode", is_fixed=True)
DEFAULT_PRICE_LIST = "default_price_list"
READS = (LOCAL_CURRENCY, BASE_UNIT, DEFAULT_PRICE_LIST)
READS_BY_UNIT_GROUP = (LOCAL_CURRENCY, UNIT_GROUP_OF_RECORD, DEFAULT_PRICE_LIST)
BASE_UNIT_FIELD = "base_unit_of_measure"


def default_unit(
    record_id: UUID | None, values: Mapping[str, Any], related: Related
) -> LookupValue | Problem | None:
    """The only unit of the unit group; a record without a base unit of measure cannot be a product."""
    if not values.get(BASE_UNIT_FIELD):
        return Problem("base_unit_missing", Cure.REJECTED, {}, BASE_UNIT_FIELD)
    found: LookupValue | None = related.read(BASE_UNIT, record_id)
    return found


def unit_group(
    record_id: UUID | None, values: Mapping[str, Any], related: Related
) -> LookupValue | Problem | None:
    """The record's own unit group; it must be coupled. Source: C&S 3.1."""
    if not values.get(BASE_UNIT_FIELD):
        return Problem("base_unit_missing", Cure.REJECTED, {}, BASE_UNIT_FIELD)
    found: Reference | None = related.read(UNIT_GROUP_OF_RECORD, record_id)
    if found is not None and isinstance(found.value, LookupValue):
        return found.value
    named = {"table": "unit_group", "record": found.label if found else ""}
    awaited = found.awaited if found else None
    return Problem("must_be_coupled", Cure.MISSING_COUPLING, named, BASE_UNIT_FIELD, awaited)


def default_unit_of_item(
    record_id: UUID | None, values: Mapping[str, Any], related: Related
) -> LookupValue | Problem | None:
    """The unit of a price: the base unit of its item, which is in the CRM once the item is.

    The unit groups of this way have no other unit: a price of one would become the price of another.
    """
    if other := related.read(OTHER_UNIT, record_id):
        params = {"unit": other, "item": values.get("item_no", "")}
        return Problem("price_not_in_base_unit", Cure.REJECTED, params, "unit_of_measure_code")
    found: LookupValue | None = related.read(BASE_UNIT, record_id)
    return found


def default_price_list(
    record_id: UUID | None, values: Mapping[str, Any], related: Related
) -> LookupValue | None:
    """The price list in which the prices of all products stand; none before the first run."""
    found: LookupValue | None = related.read(DEFAULT_PRICE_LIST)
    return found


def price_of_product(record_id: UUID | None, values: Mapping[str, Any], related: Related) -> Decimal | None:
    """What a product made in the CRM costs when it comes into the ERP: not below zero.

    None, which the ERP takes for no price yet, where the product's currency is another than the local one.
    """
    price, currency = values.get("price"), values.get("transactioncurrencyid")
    if price is None or currency is None or currency != related.read(LOCAL_CURRENCY):
        return None
    return max(Decimal(price), Decimal(0))


def _always(value: int, record_id: UUID | None, values: Mapping[str, Any], related: Related) -> int:
    return value


def derived_of(product_type: int, *, by_unit_group: bool = False) -> tuple[DerivedColumn, ...]:
    """Source: sections 2 of the reference, ITEM-PRODUCT and RESOURCE-PRODUCT *in code*."""
    if by_unit_group:
        unit = DerivedColumn("defaultuomscheduleid", TO_CRM, When.ALWAYS, unit_group)
    else:
        unit = DerivedColumn("defaultuomid", TO_CRM, When.ALWAYS, default_unit)
    return (
        DerivedColumn("producttypecode", TO_CRM, When.INSERT, partial(_always, product_type)),
        DerivedColumn("quantitydecimal", TO_CRM, When.INSERT, partial(_always, DECIMALS_OF_QUANTITIES)),
        DerivedColumn("transactioncurrencyid", TO_CRM, When.INSERT, local_currency),
        unit,
        DerivedColumn("pricelevelid", TO_CRM, When.ALWAYS, default_price_list),
        DerivedColumn("unit_price", Direction.FROM_INTEGRATION_TABLE, When.INSERT, price_of_product),
    )
