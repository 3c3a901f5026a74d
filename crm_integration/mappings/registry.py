"""All table mappings, in the order in which their jobs run when they are due together."""

from collections.abc import Mapping

from crm_integration.mappings.contact_contact import CONTACT
from crm_integration.mappings.currency_transactioncurrency import CURRENCY
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.mappings.customer_price_group_pricelevel import CUSTPRCGRP_PRICE
from crm_integration.mappings.item_product import ITEM_PRODUCT
from crm_integration.mappings.opportunity_opportunity import OPPORTUNITY
from crm_integration.mappings.resource_product import RESOURCE_PRODUCT
from crm_integration.mappings.sales_price_productpricelevel import SALESPRC_PRODPRICE
from crm_integration.mappings.salesperson_systemuser import SALESPEOPLE
from crm_integration.mappings.unit_of_measure_uomschedule import UNIT_OF_MEASURE
from crm_integration.table_mapping.declaration import TableMapping

MAPPINGS: Mapping[str, TableMapping] = {
    mapping.name: mapping
    for mapping in (
        SALESPEOPLE,
        CURRENCY,
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
