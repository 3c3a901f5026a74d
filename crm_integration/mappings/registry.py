"""All table mappings, in the order in which their jobs run when they are due together."""

from collections.abc import Mapping

from crm_integration.mappings.contact_contact import CONTACT
from crm_integration.mappings.currency_transactioncurrency import CURRENCY
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.mappings.customer_price_group_pricelevel import CUSTPRCGRP_PRICE
from crm_integration.mappings.item_product import ITEM_PRODUCT
from crm_integration.mappings.opportunity_opportunity import OPPORTUNITY
from crm_integration.mappings.payment_terms_account import PAYMENT_TERMS
from crm_integration.mappings.resource_product import RESOURCE_PRODUCT
from crm_integration.mappings.sales_price_productpricelevel import SALESPRC_PRODPRICE
from crm_integration.mappings.salesperson_systemuser import SALESPEOPLE
from crm_integration.mappings.shipment_method_account import SHIPMENT_METHOD
from crm_integration.mappings.shipping_agent_account import SHIPPING_AGENT
from crm_integration.mappings.unit_of_measure_uomschedule import UNIT_OF_MEASURE
from crm_integration.table_mapping.declaration import TableMapping

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
        RESOURCE_PRODUCT,
        ITEM_PRODUCT,
        CUSTPRCGRP_PRICE,
        SALESPRC_PRODPRICE,
        OPPORTUNITY,
    )
}
# Those whose records are coupled with records; the others couple records with options.
RECORD_MAPPINGS: Mapping[str, TableMapping] = {
    name: mapping for name, mapping in MAPPINGS.items() if not mapping.is_option_mapping
}
OPTION_TABLES = frozenset(mapping.erp_table for mapping in MAPPINGS.values() if mapping.is_option_mapping)
