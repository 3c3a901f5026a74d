"""The entity sets of the API, a file for each or for what belongs together."""

from erp.rest_api.entities.companies import COMPANIES
from erp.rest_api.entities.contacts import CONTACTS
from erp.rest_api.entities.currencies import CURRENCIES, CURRENCY_EXCHANGE_RATES
from erp.rest_api.entities.customer_payments import CUSTOMER_PAYMENTS
from erp.rest_api.entities.customers import CUSTOMERS
from erp.rest_api.entities.items import ITEMS
from erp.rest_api.entities.opportunities import OPPORTUNITIES
from erp.rest_api.entities.sales_documents import SALES_ORDERS, SALES_QUOTES
from erp.rest_api.entities.sales_invoices import SALES_INVOICES
from erp.rest_api.entities.sales_shipments import SALES_SHIPMENTS
from erp.rest_api.entities.salespeople_purchasers import SALESPEOPLE_PURCHASERS
from erp.rest_api.entities.terms import PAYMENT_TERMS, SHIPMENT_METHODS
from erp.rest_api.entities.units_of_measure import UNITS_OF_MEASURE
from erp.rest_api.entity import Entity

__all__ = ["COMPANIES", "ENTITIES"]

# Those below a company.
ENTITIES: tuple[Entity, ...] = (
    CUSTOMERS,
    CONTACTS,
    ITEMS,
    UNITS_OF_MEASURE,
    CURRENCIES,
    CURRENCY_EXCHANGE_RATES,
    PAYMENT_TERMS,
    SHIPMENT_METHODS,
    SALESPEOPLE_PURCHASERS,
    OPPORTUNITIES,
    SALES_ORDERS,
    SALES_QUOTES,
    SALES_INVOICES,
    SALES_SHIPMENTS,
    CUSTOMER_PAYMENTS,
)
