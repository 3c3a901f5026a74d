"""All table mappings, in the order in which their jobs run when they are due together."""

from collections.abc import Mapping

from crm_integration.mappings.contact_contact import CONTACT
from crm_integration.mappings.currency_transactioncurrency import CURRENCY
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.mappings.customer_price_group_pricelevel import CUSTPRCGRP_PRICE
from crm_integration.mappings.item_product import ITEM_PRODUCT, ITEM_PRODUCT_BY_UNIT_GROUP
from crm_integration.mappings.item_unit_of_measure_uom import ITEM_UOM
from crm_integration.mappings.opportunity_opportunity import OPPORTUNITY
from crm_integration.mappings.payment_terms_account import PAYMENT_TERMS
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.mappings.posted_sales_invoice_line_invoicedetail import POSTEDSALESLINE_INV
from crm_integration.mappings.resource_product import RESOURCE_PRODUCT, RESOURCE_PRODUCT_BY_UNIT_GROUP
from crm_integration.mappings.resource_unit_of_measure_uom import RESOURCE_UOM
from crm_integration.mappings.sales_order_salesorder import SALESORDER_ORDER
from crm_integration.mappings.sales_price_productpricelevel import (
    SALESPRC_PRODPRICE,
    SALESPRC_PRODPRICE_BY_UNIT_GROUP,
)
from crm_integration.mappings.salesperson_systemuser import SALESPEOPLE
from crm_integration.mappings.shipment_method_account import SHIPMENT_METHOD
from crm_integration.mappings.shipping_agent_account import SHIPPING_AGENT
from crm_integration.mappings.unit_group_uomschedule import UNIT_GROUP
from crm_integration.mappings.unit_of_measure_uomschedule import UNIT_OF_MEASURE
from crm_integration.table_mapping.declaration import JobDefaults, Layer, TableMapping

MAPPINGS: Mapping[str, TableMapping] = {
    mapping.name: mapping
    for mapping in (
        SALESPEOPLE,
        CURRENCY,
        PAYMENT_TERMS,
        SHIPMENT_METHOD,
        SHIPPING_AGENT,
        CUSTOMER,
        CONTACT,
        UNIT_OF_MEASURE,
        UNIT_GROUP,
        ITEM_UOM,
        RESOURCE_UOM,
        RESOURCE_PRODUCT,
        ITEM_PRODUCT,
        CUSTPRCGRP_PRICE,
        SALESPRC_PRODPRICE,
        OPPORTUNITY,
        POSTEDSALESINV_INV,
        POSTEDSALESLINE_INV,
        SALESORDER_ORDER,
    )
}
# Those that work only while Sales integration is on, too.
SALES_MAPPINGS = frozenset(name for name, mapping in MAPPINGS.items() if mapping.layer is Layer.SALES)
# Those that are synchronized by themselves; the others' records are lines that go with their documents.
SYNCHRONIZED_MAPPINGS: Mapping[str, TableMapping] = {
    name: mapping for name, mapping in MAPPINGS.items() if not mapping.goes_with
}
DEFAULT_JOBS: Mapping[str, JobDefaults] = {
    name: mapping.job for name, mapping in SYNCHRONIZED_MAPPINGS.items()
}
# Those whose records are coupled with records; the others couple records with options.
RECORD_MAPPINGS: Mapping[str, TableMapping] = {
    name: mapping for name, mapping in SYNCHRONIZED_MAPPINGS.items() if not mapping.is_option_mapping
}
# Those whose pairs people choose; the others' records are documents that one side makes of the other's.
CHOSEN_MAPPINGS: Mapping[str, TableMapping] = {
    name: mapping for name, mapping in RECORD_MAPPINGS.items() if not mapping.is_made_by_flow
}
# The page that shows a table's records, where that is called otherwise.
PAGES: Mapping[str, str] = {"sales_header": "sales_order"}
OPTION_TABLES = frozenset(mapping.erp_table for mapping in MAPPINGS.values() if mapping.is_option_mapping)

# The two ways in which units go to the CRM (C&S 1.2): a unit of measure is a unit group with one unit, or
# every item and every resource has a unit group with units of its own. Some mappings belong to one way, some
# are declared differently in the other.
BY_UNIT_GROUP: Mapping[str, TableMapping] = {
    mapping.name: mapping
    for mapping in (
        RESOURCE_PRODUCT_BY_UNIT_GROUP,
        ITEM_PRODUCT_BY_UNIT_GROUP,
        SALESPRC_PRODPRICE_BY_UNIT_GROUP,
    )
}
ONLY_BY_UNIT_GROUP = frozenset(mapping.name for mapping in (UNIT_GROUP, ITEM_UOM, RESOURCE_UOM))
NEVER_BY_UNIT_GROUP = frozenset({UNIT_OF_MEASURE.name})


def page_of(erp_table: str) -> str:
    """Returns the name of the page that shows the records of a table of the back office."""
    return PAGES.get(erp_table, erp_table)


def declared(name: str, *, by_unit_group: bool) -> TableMapping:
    """Returns a mapping as it is delivered for one of the two ways. Raises KeyError."""
    return BY_UNIT_GROUP[name] if by_unit_group and name in BY_UNIT_GROUP else MAPPINGS[name]


def is_of_way(name: str, *, by_unit_group: bool) -> bool:
    """Whether a mapping is synchronized in this way."""
    return name not in (NEVER_BY_UNIT_GROUP if by_unit_group else ONLY_BY_UNIT_GROUP)


def list_name(mapping: TableMapping) -> str:
    """What the list of the mapping's CRM records is called in addresses."""
    sharing = [other for other in RECORD_MAPPINGS.values() if other.crm_table == mapping.crm_table]
    return mapping.crm_table if len(sharing) == 1 else f"{mapping.crm_table}_{mapping.erp_table}"
