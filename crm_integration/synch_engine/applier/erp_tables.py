"""Which operations of the ERP create and modify the records of a mapped table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from erp.operations.create_contacts import create_contacts
from erp.operations.create_currencies import create_currencies
from erp.operations.create_customer_price_groups import create_customer_price_groups
from erp.operations.create_customers import create_customers
from erp.operations.create_item_units_of_measure import create_item_units_of_measure
from erp.operations.create_items import create_items
from erp.operations.create_opportunities import create_opportunities
from erp.operations.create_resource_units_of_measure import create_resource_units_of_measure
from erp.operations.create_resources import create_resources
from erp.operations.create_sales_prices import create_sales_prices
from erp.operations.create_salespeople import create_salespeople
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.modify_contacts import modify_contacts
from erp.operations.modify_currencies import modify_currencies
from erp.operations.modify_customer_price_groups import modify_customer_price_groups
from erp.operations.modify_customers import modify_customers
from erp.operations.modify_item_units_of_measure import modify_item_units_of_measure
from erp.operations.modify_items import modify_items
from erp.operations.modify_opportunities import modify_opportunities
from erp.operations.modify_resource_units_of_measure import modify_resource_units_of_measure
from erp.operations.modify_resources import modify_resources
from erp.operations.modify_sales_prices import modify_sales_prices
from erp.operations.modify_salespeople import modify_salespeople
from erp.operations.modify_units_of_measure import modify_units_of_measure


def _nobody_writes(**_: Any) -> list[Any]:
    raise TypeError("The mapping of this table goes to the CRM alone; its records come and go otherwise.")


@dataclass(frozen=True)
class ErpWriter:
    create: Callable[..., list[Any]]
    modify: Callable[..., list[Any]]


ERP_WRITERS: Mapping[str, ErpWriter] = {
    "customer": ErpWriter(create_customers, modify_customers),
    "contact": ErpWriter(create_contacts, modify_contacts),
    "salesperson": ErpWriter(create_salespeople, modify_salespeople),
    "currency": ErpWriter(create_currencies, modify_currencies),
    "unit_group": ErpWriter(_nobody_writes, _nobody_writes),
    "unit_of_measure": ErpWriter(create_units_of_measure, modify_units_of_measure),
    "item_unit_of_measure": ErpWriter(create_item_units_of_measure, modify_item_units_of_measure),
    "resource_unit_of_measure": ErpWriter(create_resource_units_of_measure, modify_resource_units_of_measure),
    "item": ErpWriter(create_items, modify_items),
    "resource": ErpWriter(create_resources, modify_resources),
    "opportunity": ErpWriter(create_opportunities, modify_opportunities),
    "sales_price": ErpWriter(create_sales_prices, modify_sales_prices),
    "sales_invoice_header": ErpWriter(_nobody_writes, _nobody_writes),
    "sales_header": ErpWriter(_nobody_writes, _nobody_writes),
    "customer_price_group": ErpWriter(create_customer_price_groups, modify_customer_price_groups),
}
