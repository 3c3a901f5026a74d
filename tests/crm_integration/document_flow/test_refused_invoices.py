"""Whatever keeps an invoice from becoming one of the CRM is said in a sentence; nothing is changed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from crm.metadata import EntityReference
from crm.models import Account, Invoice, InvoiceDetail, Product, SalesOrder
from crm_integration.models import Coupling, IntegrationTableMapping
from crm_integration.sentences import sentence
from erp.models import Customer, Item, Resource, SalesInvoiceHeader, SalesInvoiceLine
from erp.operations.create_currencies import create_currencies
from erp.operations.create_items import create_items
from tests.crm_integration.document_flow.invoices import create, invoiced, sold
from tests.crm_integration.document_flow.sales import CHAIR, LINA, Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
DESK = "2000"
OUTSIDE = (
    "It is outside the table filter of the mapping {}. "
    "Change the record or the filter, or couple the record by hand."
)
BLOCKED = "{} is blocked. Unblock it, create the invoice in Dynamics 365 Sales, then block it again."
OFF = "The mapping {} is switched off. Switch it on first."


def no_product(record: str, reason: str) -> str:
    return f"{record} is not coupled with a product, and could not be created in Dynamics 365 Sales: {reason}"


def no_account(reason: str) -> str:
    return (
        "Customer {customer} Bravo is not coupled with an account, "
        f"and could not be created in Dynamics 365 Sales: {reason}"
    )


def desk(sales: Sales, **values: Any) -> SalesInvoiceHeader:
    """Sold, and not in the CRM."""
    known = {"description": "Desk", "unit_price": Decimal(200), "base_unit_of_measure": "PCS"}
    create_items(rows=[{"no": DESK, **known, **values}])
    return sold(sales, {"type": "item", "no": DESK, "quantity": 1})


def with_a_blocked_item(sales: Sales) -> SalesInvoiceHeader:
    invoice = sold(sales)
    Item.objects.filter(no=CHAIR).update(blocked=True)
    return invoice


def with_a_blocked_resource(sales: Sales) -> SalesInvoiceHeader:
    invoice = sold(sales, {"type": "resource", "no": LINA, "quantity": 1})
    Resource.objects.filter(no=LINA).update(blocked=True)
    return invoice


def with_an_item_while_its_mapping_is_off(sales: Sales) -> SalesInvoiceHeader:
    sales.systems.set_mapping("ITEM-PRODUCT", is_enabled=False)
    return desk(sales)


def with_an_item_while_products_only_come(sales: Sales) -> SalesInvoiceHeader:
    sales.systems.set_mapping("ITEM-PRODUCT", direction="from_integration_table")
    return desk(sales)


def with_an_item_whose_number_the_crm_has(sales: Sales) -> SalesInvoiceHeader:
    chair: Any = sales.product()
    sales.systems.change(chair, productnumber=DESK)
    return desk(sales)


def with_an_item_whose_unit_is_not_coupled(sales: Sales) -> SalesInvoiceHeader:
    invoice = desk(sales)
    Coupling.objects.filter(mapping="UNIT OF MEASURE").delete()
    return invoice


def with_a_product_that_is_gone(sales: Sales) -> SalesInvoiceHeader:
    invoice = sold(sales)
    sales.systems.remove(sales.product())
    return invoice


def with_a_resource_outside_the_filter(sales: Sales) -> SalesInvoiceHeader:
    invoice = sold(sales, {"type": "resource", "no": LINA, "quantity": 1})
    Coupling.objects.filter(mapping="RESOURCE-PRODUCT").delete()
    nobody = {"field": "no", "operator": "eq", "value": "NOBODY"}
    sales.systems.set_mapping("RESOURCE-PRODUCT", erp_filter=nobody)
    return invoice


def to_a_blocked_customer_that_is_not_coupled(sales: Sales) -> SalesInvoiceHeader:
    customer = sales.systems.customer("Bravo")
    invoice = sold(sales, sell_to_customer_no=customer.no)
    Customer.objects.filter(no=customer.no).update(blocked="all")
    return invoice


def to_a_customer_while_its_mapping_is_off(sales: Sales) -> SalesInvoiceHeader:
    sales.systems.set_mapping("CUSTOMER", is_enabled=False)
    return sold(sales, sell_to_customer_no=sales.systems.customer("Bravo").no)


def of_an_order_whose_customer_is_another_one_now(sales: Sales) -> SalesInvoiceHeader:
    invoice = invoiced(sales, sales.order())
    other = sales.systems.account("Other", customertypecode=3)
    sales.systems.change(SalesOrder.objects.get(), customerid=EntityReference("account", other.pk))
    return invoice


def in_a_currency_that_is_not_coupled(sales: Sales) -> SalesInvoiceHeader:
    create_currencies(rows=[{"code": "SEK", "description": "Swedish krona"}])
    invoice = sold(sales)
    SalesInvoiceHeader.objects.update(currency="SEK")
    return SalesInvoiceHeader.objects.get(pk=invoice.pk)


def in_a_currency_that_the_crm_does_not_have(sales: Sales) -> SalesInvoiceHeader:
    sales.systems.set_row("currency_code", "POSTEDSALESINV-INV", is_enabled=False)
    return in_a_currency_that_is_not_coupled(sales)


def while_invoices_are_switched_off(sales: Sales) -> SalesInvoiceHeader:
    sales.systems.set_mapping("POSTEDSALESINV-INV", is_enabled=False)
    return sold(sales)


def while_lines_are_switched_off(sales: Sales) -> SalesInvoiceHeader:
    sales.systems.set_mapping("POSTEDSALESLINE-INV", is_enabled=False)
    return sold(sales)


def outside_the_filter_of_invoices(sales: Sales) -> SalesInvoiceHeader:
    sales.systems.set_mapping(
        "POSTEDSALESINV-INV", erp_filter={"field": "no", "operator": "eq", "value": "X"}
    )
    return sold(sales)


def without_a_line_that_goes(sales: Sales) -> SalesInvoiceHeader:
    invoice = sold(sales)
    SalesInvoiceLine.objects.update(type="comment", no="")
    return invoice


SAID: dict[Callable[[Sales], SalesInvoiceHeader], str] = {
    with_a_blocked_item: BLOCKED.format("Item 1000 Chair"),
    with_a_blocked_resource: BLOCKED.format("Resource LINA Lina"),
    with_an_item_while_its_mapping_is_off: no_product("Item 2000 Desk", OFF.format("ITEM-PRODUCT")),
    with_an_item_while_products_only_come: no_product(
        "Item 2000 Desk", "The direction of the mapping ITEM-PRODUCT does not allow it."
    ),
    with_an_item_whose_number_the_crm_has: no_product(
        "Item 2000 Desk",
        "Dynamics 365 Sales refuses the record: another one has the same key. "
        "If it is the same thing, couple the two; if not, give one of them another key.",
    ),
    with_an_item_whose_unit_is_not_coupled: no_product(
        "Item 2000 Desk",
        "Unit of measure PCS must be coupled before this record can be synchronized: "
        "Base Unit of Measure names it.",
    ),
    with_a_product_that_is_gone: no_product(
        "Item 1000 Chair",
        "1000 Chair cannot be updated because it is coupled to a deleted product in Dynamics 365 Sales.",
    ),
    with_a_resource_outside_the_filter: no_product("Resource LINA Lina", OUTSIDE.format("RESOURCE-PRODUCT")),
    to_a_blocked_customer_that_is_not_coupled: no_account(OUTSIDE.format("CUSTOMER")),
    to_a_customer_while_its_mapping_is_off: no_account(OFF.format("CUSTOMER")),
    of_an_order_whose_customer_is_another_one_now: (
        "The customer of the order in Dynamics 365 Sales is another one now. The invoice cannot refer to it."
    ),
    in_a_currency_that_is_not_coupled: (
        "Currency SEK must be coupled before this record can be synchronized: Currency Code names it."
    ),
    in_a_currency_that_the_crm_does_not_have: (
        "Dynamics 365 Sales has no currency SEK. Synchronize currencies first."
    ),
    while_invoices_are_switched_off: OFF.format("POSTEDSALESINV-INV"),
    while_lines_are_switched_off: OFF.format("POSTEDSALESLINE-INV"),
    outside_the_filter_of_invoices: (
        "Invoice {invoice} is outside the table filter of the mapping POSTEDSALESINV-INV. "
        "Change the filter first."
    ),
    without_a_line_that_goes: (
        "No line of the invoice goes to Dynamics 365 Sales: they are comments, "
        "or outside the table filter of the mapping POSTEDSALESLINE-INV."
    ),
}


@pytest.mark.parametrize("offer", SAID)
def test_an_invoice_is_refused(sales: Sales, offer: Callable[[Sales], SalesInvoiceHeader]) -> None:
    invoice = offer(sales)
    before = there(sales)
    problem = create(sales, invoice).problem
    assert problem
    params = {"field": problem.field, "cure": problem.cure.value, **problem.params}
    words = {"invoice": invoice.no, "customer": invoice.sell_to_customer_id}
    assert sentence(problem.code, params) == SAID[offer].format(**words)
    assert there(sales) == before


def there(sales: Sales) -> Any:
    """What both systems have, and what is coupled."""
    mappings = list(IntegrationTableMapping.objects.values("name", "row_version"))
    crm = [model.objects.count() for model in (Invoice, InvoiceDetail, Account, Product)]
    erp = [list(model.objects.values()) for model in (SalesInvoiceHeader, SalesInvoiceLine, Item, Customer)]
    coupled = Coupling.objects.filter(
        state=Coupling.State.COUPLED, mapping__in=("POSTEDSALESINV-INV", "CUSTOMER")
    )
    return crm, erp, mappings, sorted(coupled.values_list("erp_id", "crm_id"))
