"""How much work it is to write many records: the number of queries does not grow with them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.demo.factories import (
    CurrencyFactory,
    CustomerFactory,
    ItemFactory,
    PersonFactory,
    ResourceFactory,
    SalespersonFactory,
    UnitOfMeasureFactory,
)
from erp.models import Contact, Customer
from erp.operations.create_sales_prices import create_sales_prices
from erp.operations.modify_contacts import modify_contacts
from erp.operations.modify_customers import modify_customers
from erp.operations.modify_items import modify_items
from erp.operations.modify_sales_prices import modify_sales_prices
from erp.queries.customer_contacts import company_nos_of_customers

pytestmark = pytest.mark.usefixtures("company")


def queries(work: Callable[[], Any]) -> int:
    """Counts the back office's own queries; a statement executed for many rows at once is one."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len([query for query in captured if "crm_integration_" not in query["sql"]])


@pytest.mark.parametrize(
    "factory",
    [
        CustomerFactory,
        PersonFactory,
        SalespersonFactory,
        CurrencyFactory,
        ItemFactory,
        ResourceFactory,
        UnitOfMeasureFactory,
    ],
)
def test_creating_a_thousand_records_takes_as_many_queries_as_creating_two(factory: Any) -> None:
    few = queries(lambda: factory.create_batch(2))
    assert queries(lambda: factory.create_batch(1000 if factory is not CurrencyFactory else 300)) == few
    assert few <= 20


def test_modifying_two_hundred_customers_takes_as_many_queries_as_modifying_two() -> None:
    customers = CustomerFactory.create_batch(200)

    def modify(records: list[Customer], text: str) -> None:
        modify_customers(
            changes={
                record.id: {"name": f"{text} {number}", "city": "Oslo"} if number % 2 else {"address": text}
                for number, record in enumerate(records)
            }
        )

    few = queries(lambda: modify(customers[:2], "first"))
    assert queries(lambda: modify(customers, "second")) == few
    assert few <= 10


def test_modifying_two_hundred_contacts_takes_as_many_queries_as_modifying_two() -> None:
    customers = CustomerFactory.create_batch(100)
    companies = company_nos_of_customers(customer.no for customer in customers)
    PersonFactory.write([PersonFactory.build(company_no=no) for no in companies.values()])
    contacts = list(Contact.objects.order_by("id"))

    def modify(records: list[Contact], text: str) -> None:
        modify_contacts(
            changes={record.id: {"name": f"{text} {n}", "city": text} for n, record in enumerate(records)}
        )

    few = queries(lambda: modify([contacts[0], contacts[-1]], "first"))
    assert queries(lambda: modify(contacts, "second")) == few
    assert few <= 12


def test_modifying_two_hundred_items_and_prices_takes_as_many_queries_as_modifying_two() -> None:
    UnitOfMeasureFactory.write([{"code": "PCS"}, {"code": "BOX"}])
    items = ItemFactory.create_batch(200, base_unit_of_measure="PCS")
    everybody = {"sales_type": "all_customers", "unit_of_measure_code": "PCS", "unit_price": 1}
    prices = create_sales_prices(rows=[{**everybody, "item_no": item.no} for item in items])

    def modify(count: int, unit: str, price: int) -> None:
        change = {"base_unit_of_measure": unit, "unit_price": price}
        modify_items(changes={item.id: change for item in items[:count]})
        modify_sales_prices(changes={row.id: {"unit_price": price} for row in prices[:count]})

    few = queries(lambda: modify(2, "BOX", 5))
    assert queries(lambda: modify(200, "PCS", 6)) <= few
    assert few <= 20
