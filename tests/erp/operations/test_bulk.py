"""How much work it is to write many records: the number of queries does not grow with them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.demo.factories import CurrencyFactory, CustomerFactory, PersonFactory, SalespersonFactory
from erp.models import Contact, Customer
from erp.operations.modify_contacts import modify_contacts
from erp.operations.modify_customers import modify_customers
from erp.queries.customer_contacts import company_nos_of_customers

pytestmark = pytest.mark.usefixtures("company")


def queries(work: Callable[[], Any]) -> int:
    """Counts the back office's own queries; a statement executed for many rows at once is one."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len([query for query in captured if "crm_integration_" not in query["sql"]])


@pytest.mark.parametrize("factory", [CustomerFactory, PersonFactory, SalespersonFactory, CurrencyFactory])
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
