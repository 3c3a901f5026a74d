"""Customers. ``balanceDue`` is what they should have paid before today, in the local currency, with VAT."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Final

from django.utils import timezone

from erp.models import Customer, CustomerBlocked
from erp.operations.create_customers import create_customers
from erp.operations.delete_customer import delete_customer
from erp.operations.modify_customers import modify_customers
from erp.operations.record_operations import by_rows
from erp.queries.customer_statistics import overdue_amounts_lcy
from erp.rest_api.entities.currencies import CURRENCIES
from erp.rest_api.entities.terms import PAYMENT_TERMS, SHIPMENT_METHODS
from erp.rest_api.entity import (
    LAST_MODIFIED,
    RECORD_ID,
    Entity,
    Navigation,
    calculated,
    constant,
    id_of,
    joined,
    option,
    value,
)


def _balance_due(customer_nos: Collection[str]) -> Mapping[str, Decimal]:
    found = overdue_amounts_lcy(customer_nos, today=timezone.localdate())
    return dict.fromkeys(customer_nos, Decimal(0)) | found


# What was agreed with a customer, or for a document.
AGREED: Final = (
    Navigation("currency", "currency__id", CURRENCIES),
    Navigation("paymentTerm", "payment_terms__id", PAYMENT_TERMS),
    Navigation("shipmentMethod", "shipment_method__id", SHIPMENT_METHODS),
)
CUSTOMERS = Entity(
    name="customers",
    singular="customer",
    model=Customer,
    key="no",
    declared=(
        RECORD_ID,
        value("number", "no"),
        value("displayName", "name"),
        constant("type", "Company"),
        value("addressLine1", "address"),
        value("addressLine2", "address_2"),
        value("city", "city"),
        value("state", "county"),
        value("country", "country_region_code"),
        value("postalCode", "post_code"),
        value("phoneNumber", "phone_no"),
        value("email", "e_mail"),
        value("website", "home_page"),
        value("salespersonCode", "salesperson_code"),
        calculated("balanceDue", _balance_due),
        value("creditLimit", "credit_limit_lcy"),
        id_of("taxAreaId", "vat_bus_posting_group"),
        joined("taxAreaDisplayName", "vat_bus_posting_group__description"),
        id_of("currencyId", "currency_code"),
        value("currencyCode", "currency_code"),
        id_of("paymentTermsId", "payment_terms_code"),
        id_of("shipmentMethodId", "shipment_method_code"),
        option(
            "blocked",
            "blocked",
            {
                CustomerBlocked.NOT_BLOCKED: " ",
                CustomerBlocked.SHIP: "Ship",
                CustomerBlocked.INVOICE: "Invoice",
                CustomerBlocked.ALL: "All",
            },
        ),
        LAST_MODIFIED,
    ),
    operations=by_rows(
        create=create_customers, modify=modify_customers, delete=delete_customer, id_name="customer_id"
    ),
    navigations=AGREED,
)
