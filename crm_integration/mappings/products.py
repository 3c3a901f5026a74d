"""What items and resources have in common as products of the CRM."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from crm_integration.mappings.customer_price_group_pricelevel import LOCAL_CURRENCY, local_currency
from crm_integration.table_mapping.declaration import DerivedColumn, FieldRow, When, both
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.related import Related
from crm_integration.table_mapping.values import LookupValue

BASE_UNIT = "base_unit"
NOT_NEGATIVE = "NOT_NEGATIVE"
DECIMALS_OF_QUANTITIES = 2
TO_CRM = Direction.TO_INTEGRATION_TABLE

UNIT_GROUP: FieldRow = both("base_unit_of_measure", "defaultuomscheduleid", target_table="uomschedule")
STATE: FieldRow = both("blocked", "statecode", is_fixed=True)
DEFAULT_PRICE_LIST = "default_price_list"
READS = (LOCAL_CURRENCY, BASE_UNIT, DEFAULT_PRICE_LIST)


def default_unit(
    record_id: UUID | None, values: Mapping[str, Any], related: Related
) -> LookupValue | Problem | None:
    """The only unit of the unit group; a record without a base unit of measure cannot be a product."""
    if not values.get("base_unit_of_measure"):
        return Problem("base_unit_missing", Cure.REJECTED, {}, "base_unit_of_measure")
    found: LookupValue | None = related.read(BASE_UNIT, record_id)
    return found


def default_unit_of_item(
    record_id: UUID | None, values: Mapping[str, Any], related: Related
) -> LookupValue | None:
    """The unit of a price: the base unit of its item, which is in the CRM once the item is."""
    found: LookupValue | None = related.read(BASE_UNIT, record_id)
    return found


def default_price_list(
    record_id: UUID | None, values: Mapping[str, Any], related: Related
) -> LookupValue | None:
    """The price list in which the prices of all products stand; none before the first run."""
    found: LookupValue | None = related.read(DEFAULT_PRICE_LIST)
    return found


def _always(value: int, record_id: UUID | None, values: Mapping[str, Any], related: Related) -> int:
    return value


def derived_of(product_type: int) -> tuple[DerivedColumn, ...]:
    """Source: sections 2 of the reference, ITEM-PRODUCT and RESOURCE-PRODUCT *in code*."""
    return (
        DerivedColumn("producttypecode", TO_CRM, When.INSERT, partial(_always, product_type)),
        DerivedColumn("quantitydecimal", TO_CRM, When.INSERT, partial(_always, DECIMALS_OF_QUANTITIES)),
        DerivedColumn("transactioncurrencyid", TO_CRM, When.INSERT, local_currency),
        DerivedColumn("defaultuomid", TO_CRM, When.ALWAYS, default_unit),
        DerivedColumn("pricelevelid", TO_CRM, When.ALWAYS, default_price_list),
    )
