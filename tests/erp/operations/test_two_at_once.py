"""Two processes that write at the same time; needs a database that locks rows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from erp.demo.factories import CustomerFactory, PersonFactory, SalespersonFactory
from erp.models import Contact, Customer, NoSeriesLine, Salesperson
from erp.operations.create_customers import create_customers
from erp.operations.create_salespeople import create_salespeople
from erp.operations.errors import OperationError, RecordChanged, RecordRejected
from erp.operations.initialize_company import initialize_company
from erp.operations.modify_contacts import modify_contacts
from erp.operations.modify_customers import modify_customers
from erp.operations.rename_record import rename_record
from erp.queries.customer_contacts import company_nos_of_customers

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
    pytest.mark.django_db(transaction=True),
]
ROUNDS = 25


@pytest.fixture(autouse=True)
def _company() -> None:
    initialize_company()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Runs pieces of work in threads that begin together; returns results, or the operation's refusal."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return work()
        except OperationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_no_number_is_given_twice() -> None:
    def create() -> None:
        for _round in range(ROUNDS):
            create_customers(rows=[{"name": "A"}, {"name": "B"}])

    at_once(create, create, create)
    count = 3 * ROUNDS * 2
    assert Customer.objects.values("no").distinct().count() == count
    assert Contact.objects.values("no").distinct().count() == count
    assert NoSeriesLine.objects.get(series__code="CUST").last_no_used == f"C{count * 10:05d}"


def test_no_change_is_lost_and_every_change_counts() -> None:
    customer = CustomerFactory.create()

    def change(field: str) -> Callable[[], None]:
        def work() -> None:
            for number in range(ROUNDS):
                modify_customers(changes={customer.id: {field: f"{field} {number}"}})

        return work

    at_once(change("address"), change("address_2"), change("contact"))
    customer.refresh_from_db()
    last = ROUNDS - 1
    assert (customer.address, customer.address_2, customer.contact, customer.row_version) == (
        f"address {last}",
        f"address_2 {last}",
        f"contact {last}",
        1 + 3 * ROUNDS,
    )


def test_of_two_who_read_the_same_version_one_is_told() -> None:
    customer = CustomerFactory.create()

    def change(name: str) -> Callable[[], Any]:
        return lambda: modify_customers(
            changes={customer.id: {"name": name}}, expected_versions={customer.id: 1}
        )

    results = at_once(change("A"), change("B"))
    assert sorted(isinstance(result, RecordChanged) for result in results) == [False, True]
    customer.refresh_from_db()
    assert customer.row_version == 2


def test_a_number_that_two_choose_at_once_is_given_to_one() -> None:
    for number in range(ROUNDS):
        row = {"no": f"X{number}", "name": "A"}
        results = at_once(*[partial(create_customers, rows=[row])] * 2)
        refused = [result for result in results if isinstance(result, RecordRejected)]
        assert [(error.field, error.code) for error in refused] == [("no", "not_unique")]
    assert Customer.objects.count() == Contact.objects.count() == ROUNDS


def test_initials_that_two_need_at_once_are_given_to_one() -> None:
    for _round in range(ROUNDS):
        at_once(*[partial(create_salespeople, rows=[{"name": "Nils Dahl"}])] * 2)
    codes = list(Salesperson.objects.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) >= ROUNDS


def test_customers_contacts_and_renaming_do_not_block_each_other_for_good() -> None:
    salesperson = SalespersonFactory.create(code="KB")
    customers = CustomerFactory.create_batch(6, salesperson_code="KB")
    companies = company_nos_of_customers(customer.no for customer in customers)
    PersonFactory.write([PersonFactory.build(company_no=no) for no in companies.values()])
    contacts = list(Contact.objects.order_by("-id"))

    def change_customers() -> None:
        for number in range(ROUNDS):
            modify_customers(changes={c.id: {"name": f"A {number}"} for c in reversed(customers)})

    def change_contacts() -> None:
        for number in range(ROUNDS):
            modify_contacts(changes={c.id: {"name": f"B {number}", "city": "Oslo"} for c in contacts})

    def rename() -> None:
        for number in range(ROUNDS):
            rename_record(table="salesperson", record_id=salesperson.id, new_key=f"KB{number}")

    assert at_once(change_customers, change_contacts, rename) == [None, None, None]
    for customer in Customer.objects.all():
        company = Contact.objects.get(no=companies[customer.no])
        assert (company.name, company.salesperson_id) == (customer.name, f"KB{ROUNDS - 1}")
        assert set(Contact.objects.filter(company__no=company.no).values_list("company_name", flat=True)) == {
            customer.name
        }
