"""The named reads that mappings declare, each for a whole batch of records at once."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from crm_integration.mappings.currency_transactioncurrency import CURRENCY_PRECISION, EXCHANGE_RATE
from crm_integration.mappings.customer_account import DEFAULT_TEAM
from crm_integration.mappings.customer_price_group_pricelevel import LOCAL_CURRENCY
from crm_integration.mappings.item_product import INVENTORY
from crm_integration.mappings.products import (
    BASE_UNIT,
    DEFAULT_PRICE_LIST,
    OTHER_UNIT,
    UNIT_GROUP_OF_RECORD,
)
from crm_integration.mappings.units_uom import BASE_UNIT_OF_GROUP
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import RecordState
from crm_integration.synch_engine.reader import base_units, local_currency, unit_references
from crm_integration.table_mapping.units import UNITS_OF
from crm_integration.table_mapping.values import LookupValue
from erp.queries.exchange_rate import exchange_rates
from erp.queries.item_availability import inventory_of_items

Read = Mapping[UUID | None, Any]


def read_related(context: MappingContext, records: Collection[RecordState]) -> dict[str, Read]:
    """Returns every read that the mapping declares, by name."""
    return {name: READERS[name](context, records) for name in context.mapping.related_reads}


def _default_team(context: MappingContext, records: Collection[RecordState]) -> Read:
    return {None: context.setup.default_team_id}


def _currency_precision(context: MappingContext, records: Collection[RecordState]) -> Read:
    return {None: context.setup.currency_precision}


def _local_currency(context: MappingContext, records: Collection[RecordState]) -> Read:
    return {None: local_currency.lookup(context.setup)}


def _default_price_list(context: MappingContext, records: Collection[RecordState]) -> Read:
    price_list = context.setup.default_price_list_id
    return {None: LookupValue(price_list, "pricelevel") if price_list else None}


def _unit_groups(context: MappingContext, records: Collection[RecordState]) -> Read:
    units = UNITS_OF[context.mapping.erp_table]
    numbers = {record.id: str(record.values[units.owner_field]) for record in records}
    groups = unit_references.groups_of_owners(units.owner, set(numbers.values()))
    return {id: groups[no] for id, no in numbers.items() if no in groups}


def _inventory(context: MappingContext, records: Collection[RecordState]) -> Read:
    numbers = {record.id: str(record.values["no"]) for record in records}
    inventory = inventory_of_items(set(numbers.values()))
    return {id: inventory[no] for id, no in numbers.items()}


def _exchange_rates(context: MappingContext, records: Collection[RecordState]) -> Read:
    """From the CRM's base currency to each currency; the ERP's own rates start from its local one."""
    base = context.setup.base_currency_code
    codes = {record.id: str(record.values["code"]) for record in records}
    rates = exchange_rates([base, *codes.values()], on=timezone.now().date())
    if base not in rates:
        return {}
    return {id: rates[code] / rates[base] for id, code in codes.items() if code in rates}


READERS: Mapping[str, Callable[[MappingContext, Collection[RecordState]], Read]] = {
    DEFAULT_TEAM: _default_team,
    CURRENCY_PRECISION: _currency_precision,
    EXCHANGE_RATE: _exchange_rates,
    LOCAL_CURRENCY: _local_currency,
    BASE_UNIT: base_units.base_units,
    OTHER_UNIT: base_units.other_units,
    BASE_UNIT_OF_GROUP: base_units.base_units_of_groups,
    UNIT_GROUP_OF_RECORD: _unit_groups,
    INVENTORY: _inventory,
    DEFAULT_PRICE_LIST: _default_price_list,
}
