"""All table mappings, in the order in which their jobs run when they are due together."""

from collections.abc import Mapping

from crm_integration.mappings.contact_contact import CONTACT
from crm_integration.mappings.currency_transactioncurrency import CURRENCY
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.mappings.salesperson_systemuser import SALESPEOPLE
from crm_integration.table_mapping.declaration import TableMapping

MAPPINGS: Mapping[str, TableMapping] = {
    mapping.name: mapping for mapping in (SALESPEOPLE, CURRENCY, CUSTOMER, CONTACT)
}
