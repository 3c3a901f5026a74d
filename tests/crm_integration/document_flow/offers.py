"""Orders and quotes that cannot come over: what is wrong with each, for either kind of document.

Every offer is given a way to make the document: ``Sales.order`` or ``Sales.quote``.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

from crm.demo.factories import ContactFactory
from crm.metadata import EntityReference
from crm_integration.models import ConnectionSetup, Coupling
from erp.models import GeneralLedgerSetup, Item, Resource, SalesReceivablesSetup
from tests.crm_integration.document_flow.sales import CHAIR, LINA, Sales

Make = Callable[..., Any]


def of_a_competitor(sales: Sales, make: Make) -> Any:
    sales.systems.change(sales.account(), customertypecode=1)
    return make()


def of_an_account_that_is_not_coupled(sales: Sales, make: Make) -> Any:
    account = sales.systems.account("Other", customertypecode=3)
    return make(customerid=EntityReference("account", account.pk))


def of_a_contact_without_an_account(sales: Sales, make: Make) -> Any:
    contact: Any = ContactFactory.create(
        firstname="Nora", lastname="Aas", parentcustomerid=None, ownerid=sales.systems.team
    )
    return make(customerid=EntityReference("contact", contact.pk))


def of_a_contact_whose_account_is_not_coupled(sales: Sales, make: Make) -> Any:
    contact = sales.systems.contact(sales.systems.account("Other"))
    return make(customerid=EntityReference("contact", contact.pk))


def without_a_customer(sales: Sales, make: Make) -> Any:
    made = make()
    type(made).objects.update(customerid=None, customeridtype=None)
    return made


def of_an_account_that_is_gone(sales: Sales, make: Make) -> Any:
    made = make()
    type(made).objects.update(customerid=uuid4())
    return made


def in_a_currency_that_is_not_here(sales: Sales, make: Make) -> Any:
    GeneralLedgerSetup.objects.update(lcy_code="NOK")
    return make()


def to_a_country_that_nobody_knows(sales: Sales, make: Make) -> Any:
    return make(shipto_country="Middle-earth")


def with_a_retired_product(sales: Sales, make: Make) -> Any:
    made = make()
    sales.systems.change(sales.product(), statecode=1, statuscode=2)
    return made


def with_a_flat_fee(sales: Sales, make: Make) -> Any:
    made = make()
    sales.systems.change(sales.product(), producttypecode=4)
    return made


def with_a_product_that_is_not_coupled(sales: Sales, make: Make) -> Any:
    Coupling.objects.filter(crm_id=sales.product().pk).delete()
    return make()


def with_a_service_that_is_not_coupled(sales: Sales, make: Make) -> Any:
    Coupling.objects.filter(crm_id=sales.product(LINA).pk).delete()
    return make(sales.line(), sales.line(LINA))


def with_a_product_whose_item_is_gone(sales: Sales, make: Make) -> Any:
    Coupling.objects.filter(crm_id=sales.product().pk).update(erp_id=uuid4())
    return make()


def with_a_service_whose_resource_is_gone(sales: Sales, make: Make) -> Any:
    Coupling.objects.filter(crm_id=sales.product(LINA).pk).update(erp_id=uuid4())
    return make(sales.line(LINA))


def in_a_unit_that_is_not_coupled(sales: Sales, make: Make) -> Any:
    ConnectionSetup.objects.update(unit_group_mapping_enabled=True)
    return make()


def with_a_write_in_product_that_nobody_named(sales: Sales, make: Make) -> Any:
    SalesReceivablesSetup.objects.update(write_in_product_no="")
    return make(sales.written_in("Something special"))


def with_a_coupled_write_in_product(sales: Sales, make: Make) -> Any:
    SalesReceivablesSetup.objects.update(write_in_product_type="item", write_in_product_no=CHAIR)
    return make(sales.written_in("Something special"))


def with_freight_that_has_no_account(sales: Sales, make: Make) -> Any:
    SalesReceivablesSetup.objects.update(freight_gl_account=None)
    return make(freightamount=Decimal(25))


def with_a_blocked_item(sales: Sales, make: Make) -> Any:
    Item.objects.filter(no=CHAIR).update(blocked=True)
    return make()


def with_a_blocked_resource(sales: Sales, make: Make) -> Any:
    Resource.objects.filter(no=LINA).update(blocked=True)
    return make(sales.line(LINA))


def with_everything_wrong(sales: Sales, make: Make) -> Any:
    with_freight_that_has_no_account(sales, make)
    with_a_product_that_is_not_coupled(sales, make)
    account = sales.systems.account("Other", customertypecode=3)
    return make(
        sales.line(),
        sales.line(LINA),
        customerid=EntityReference("account", account.pk),
        shipto_country="Middle-earth",
        freightamount=Decimal(25),
    )


OFFERS: tuple[tuple[Callable[[Sales, Make], Any], str], ...] = (
    (
        of_a_competitor,
        "Account Acme is not a customer. Set its relationship type to Customer in Dynamics 365 Sales.",
    ),
    (
        of_an_account_that_is_not_coupled,
        "Account Other is not coupled with a customer.",
    ),
    (
        of_a_contact_without_an_account,
        "Its customer is the contact Nora Aas, who belongs to no account. Give the contact a "
        "company, or choose an account.",
    ),
    (
        of_a_contact_whose_account_is_not_coupled,
        "Account Other is not coupled with a customer.",
    ),
    (
        without_a_customer,
        "It has no customer. Choose one in Dynamics 365 Sales, then submit it again.",
    ),
    (
        of_an_account_that_is_gone,
        "Its account does not exist any more in Dynamics 365 Sales. Choose another customer.",
    ),
    (
        in_a_currency_that_is_not_here,
        "Business Central has no currency USD. Add it with an exchange rate, or synchronize currencies.",
    ),
    (
        to_a_country_that_nobody_knows,
        "“Middle-earth” in Ship To Country/Region is no known country. Correct it in Dynamics 365 Sales "
        "to a code or a name of the country.",
    ),
    (
        with_a_retired_product,
        "Product Chair on line 1 is not active. Activate it in Dynamics 365 Sales, or choose another one.",
    ),
    (
        with_a_flat_fee,
        "Product Chair on line 1 is neither sales inventory nor a service. Only these become "
        "items and resources.",
    ),
    (
        with_a_product_that_is_not_coupled,
        "Product Chair on line 1 is not coupled.",
    ),
    (
        with_a_service_that_is_not_coupled,
        "Product Lina on line 2 is not coupled.",
    ),
    (
        with_a_product_whose_item_is_gone,
        "Product Chair on line 1 is coupled with a record that was deleted in Business Central. "
        "Restore it, or couple the product with another one.",
    ),
    (
        with_a_service_whose_resource_is_gone,
        "Product Lina on line 1 is coupled with a record that was deleted in Business Central. "
        "Restore it, or couple the product with another one.",
    ),
    (
        in_a_unit_that_is_not_coupled,
        "Unit PCS on line 1 is not coupled with a unit of measure.",
    ),
    (
        with_a_write_in_product_that_nobody_named,
        "It has a product that is written in. Name the Write-in Product No. in Sales & Receivables Setup.",
    ),
    (
        with_a_coupled_write_in_product,
        "It has a product that is written in, and the Write-in Product No. 1000 of Sales & "
        "Receivables Setup is coupled with a product. Choose one that is not coupled.",
    ),
    (
        with_freight_that_has_no_account,
        "It has freight. Name the Freight G/L Account No. in Sales & Receivables Setup.",
    ),
    (
        with_a_blocked_item,
        "1000 is blocked and cannot be sold. Unblock it or choose another.",
    ),
    (
        with_a_blocked_resource,
        "LINA is blocked and cannot be sold. Unblock it or choose another.",
    ),
    (
        with_everything_wrong,
        "Account Other is not coupled with a customer. “Middle-earth” in Ship To Country/Region is no "
        "known country. Correct it in Dynamics 365 Sales to a code or a name of the country. "
        "Product Chair on line 1 is not coupled. It has freight. Name the Freight G/L Account No. "
        "in Sales & Receivables Setup.",
    ),
)
