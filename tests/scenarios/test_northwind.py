"""Northwind, data that nobody here made up: into one system, or into both, then one full synchronization."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone

from crm.models import Account, Product, ProductPriceLevel, SystemUser
from crm.models import Contact as CrmContact
from crm_integration import full_synch
from crm_integration.full_synch import review
from crm_integration.models import ConnectionSetup, Coupling, Job, SynchJob, SynchProblem
from erp.models import Contact, ContactBusinessRelation, Customer, Item, Salesperson
from erp.queries.item_availability import inventory_of_items
from tests.scenarios.end_state import versions
from tests.two_systems import TwoSystems, connected

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(databases=["default", "crm"]),
    pytest.mark.skipif(
        "NORTHWIND_DIR" not in os.environ, reason="NORTHWIND_DIR does not say where Northwind is"
    ),
]
CUSTOMERS = 93
EMPLOYEES = 9
PRODUCTS = 77
PEOPLE = ("SALESPEOPLE", "CUSTOMER", "CONTACT")


@pytest.fixture
def systems(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[TwoSystems]:
    yield connected(monkeypatch)


def load(into: str) -> None:
    call_command("load_company_data", str(Path(os.environ["NORTHWIND_DIR"])), into=into)


def synchronize(systems: TwoSystems) -> dict[str, int]:
    """One full synchronization from its start until nothing follows; returns what it counted."""
    SynchJob.objects.all().delete()
    systems.sent.requests.clear()
    full_synch.start(now=timezone.now())
    while full_synch.running() or Job.objects.filter(finished_at=None).exists():
        systems.work_all()
        full_synch.advance(timezone.now())
    assert review(timezone.now()).is_in_step
    assert list(SynchProblem.objects.values_list("code", flat=True)) == []
    counts: dict[str, int] = {}
    for job in Job.objects.all():
        for name, number in systems.counted(job).items():
            counts[name] = counts.get(name, 0) + number
    return counts


def nothing_follows(systems: TwoSystems) -> None:
    """A second synchronization writes nothing, and nothing but unchanged records is counted."""
    before = versions()
    counts = synchronize(systems)
    assert (systems.sent.writes, versions()) == ([], before)
    assert set(counts) <= {"-> unchanged", "<- unchanged"}, counts


def owners() -> dict[str, str]:
    """The e-mail of the user who owns each account that a user owns."""
    users = dict(SystemUser.objects.values_list("pk", "internalemailaddress"))
    return {
        str(account.name).strip(): users[account.ownerid]
        for account in Account.objects.all()
        if account.ownerid in users
    }


def test_loaded_into_the_crm_it_becomes_customers_with_contacts_and_salespeople(systems: TwoSystems) -> None:
    load("crm")
    synchronize(systems)
    customers = Customer.objects.all()
    assert (customers.count(), Salesperson.objects.count()) == (CUSTOMERS, EMPLOYEES)
    assert ContactBusinessRelation.objects.count() == CUSTOMERS
    persons = Contact.objects.filter(type="person")
    assert (persons.count(), CrmContact.objects.count()) == (CUSTOMERS, CUSTOMERS)
    assert not customers.filter(Q(primary_contact=None) | Q(contact="")).exists()
    assert {person.company_name for person in persons} == {customer.name for customer in customers}
    assert Coupling.objects.filter(state=Coupling.State.COUPLED).count() == 2 * CUSTOMERS + EMPLOYEES

    e_mails = dict(Salesperson.objects.values_list("code", "e_mail"))
    taken_over = {
        customer.name: e_mails[customer.salesperson_id] for customer in customers if customer.salesperson_id
    }
    assert taken_over == owners()
    assert 0 < len(taken_over) < CUSTOMERS
    countries = set(customers.values_list("country_region", flat=True))
    assert {"US", "GB", "DE", None} <= countries
    nothing_follows(systems)


def test_loaded_into_both_systems_everything_finds_its_counterpart(systems: TwoSystems) -> None:
    load("both")
    before = (Customer.objects.count(), Account.objects.count(), CrmContact.objects.count())
    synchronize(systems)
    after = (Customer.objects.count(), Account.objects.count(), CrmContact.objects.count())
    assert after == before == (CUSTOMERS, CUSTOMERS, CUSTOMERS)
    assert (Salesperson.objects.count(), Contact.objects.filter(type="person").count()) == (
        EMPLOYEES,
        CUSTOMERS,
    )
    coupled = Coupling.objects.filter(state=Coupling.State.COUPLED)
    assert coupled.filter(mapping__in=PEOPLE).count() == 2 * CUSTOMERS + EMPLOYEES
    assert coupled.filter(mapping="ITEM-PRODUCT").count() == Product.objects.count() == PRODUCTS
    in_stock = {product.productnumber: product.quantityonhand for product in Product.objects.all()}
    assert in_stock == inventory_of_items(in_stock)
    rows = ProductPriceLevel.objects.filter(pricelevelid=ConnectionSetup.get().default_price_list_id)
    prices = dict(rows.values_list("productid__productnumber", "amount"))
    assert prices == dict(Item.objects.values_list("no", "unit_price"))
    numbers = {row.pk: (row.accountnumber or "").strip().upper() for row in Account.objects.all()}
    nos = dict(Customer.objects.values_list("id", "no"))
    for coupling in Coupling.objects.filter(mapping="CUSTOMER"):
        assert numbers[coupling.crm_id] == nos[coupling.erp_id]
    nothing_follows(systems)
