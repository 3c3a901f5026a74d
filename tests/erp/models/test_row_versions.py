"""Every write counts the row version up by one and renews the modified time, whichever way it takes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from erp.demo.factories import CustomerFactory
from erp.models import Customer, PaymentTerms
from erp.models.record import new_id
from erp.operations.modify_customers import modify_customers

pytestmark = pytest.mark.usefixtures("company")
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def state() -> tuple[int, datetime]:
    """Version and time of the one customer."""
    customer = Customer.objects.get()
    return customer.row_version, customer.modified_at


def test_a_new_record_has_version_one_and_an_aware_time() -> None:
    before = datetime.now(UTC)
    CustomerFactory.create()
    version, modified_at = state()
    assert version == 1
    assert before <= modified_at <= datetime.now(UTC)


@pytest.mark.parametrize("path", ["operation", "save", "save_fields", "update", "bulk_update"])
def test_every_way_of_writing_counts_the_version_up(path: str) -> None:
    customer = CustomerFactory.create()
    with time_machine.travel(LATER, tick=False):
        customer.name = "Changed"
        if path == "operation":
            modify_customers(changes={customer.id: {"name": "Changed"}})
        elif path == "save":
            customer.save()
        elif path == "save_fields":
            customer.save(update_fields=["name"])
        elif path == "update":
            Customer.objects.filter(id=customer.id).update(name="Changed")
        else:
            Customer.objects.bulk_update([customer], ["name"])
    assert state() == (2, LATER)
    assert Customer.objects.get().name == "Changed"


def test_a_record_saved_by_the_model_and_bulk_created_begins_with_version_one() -> None:
    PaymentTerms(code="A").save()
    PaymentTerms.objects.bulk_create([PaymentTerms(code="b ")])
    assert set(PaymentTerms.objects.values_list("code", "row_version")) == {("A", 1), ("B", 1)}


def test_ids_that_are_made_later_sort_later() -> None:
    with time_machine.travel(LATER, tick=False):
        first = new_id()
    with time_machine.travel(LATER + timedelta(milliseconds=1), tick=False):
        second = new_id()
    assert first < second
    assert (first.version, len({new_id() for _ in range(1000)})) == (7, 1000)


def test_a_code_is_found_however_it_is_written() -> None:
    customer = CustomerFactory.create(no="C1")
    assert Customer.objects.get(no=" c1 ").id == customer.id
