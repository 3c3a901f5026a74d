"""Each table mapping, row by row of what is promised: its direction, and what its filter leaves out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from crm_integration.models import Coupling, IntegrationTableMapping
from erp.models import Contact, Currency, Customer, Item, Opportunity, Resource, Salesperson, UnitOfMeasure
from tests.crm.embedded_crm import WebApi
from tests.scenarios.people import CHAIR, LINA, People, token_of
from tests.scenarios.people import Salesperson as InCrm

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def crm(people: People) -> InCrm:
    """Kim's program, which may change everything in the CRM."""
    return InCrm(WebApi(token_of("kim")))


@pytest.fixture
def sends(people: People) -> Callable[..., Any]:
    """A new card, and *Create … in Dynamics 365 Sales* on it."""

    def made(model: Any, **entered: str) -> Any:
        table = model._meta.model_name
        before = set(model.objects.values_list("pk", flat=True))
        people.kim.adds(table, **entered)
        record = model.objects.exclude(pk__in=before).get()
        people.kim.acts(record, "create_in_crm")
        people.systems.work_all()
        return record

    return made


def saves(people: People, record: Any, mapping: str, **entered: str) -> None:
    """The card is saved and the job of the mapping runs."""
    people.kim.saves(type(record).objects.get(pk=record.pk), **entered)
    people.job(mapping)


def now(record: Any, name: str) -> Any:
    return getattr(type(record).objects.get(pk=record.pk), name)


def listed(people: People, mapping: str, **query: str) -> str:
    """The list of the CRM's records from which records of the back office are made."""
    return people.kim.reads(reverse(f"admin:crm_{mapping}"), **query)


# ---- Masters


def test_licensed_and_enabled_users_become_salespeople_and_nothing_goes_back(
    people: People, crm: InCrm
) -> None:
    page = listed(people, "systemuser")
    assert ("Karin Berge" in page, "Kim Moe" in page) == (True, False)
    karin = crm.find("systemusers", "fullname eq 'Karin Berge'", "systemuserid")
    people.kim.presses(reverse("admin:crm_systemuser"), id=[karin])
    people.systems.work_all()
    salesperson = Salesperson.objects.get()
    assert (salesperson.name, salesperson.e_mail) == ("Karin Berge", "karin@example.com")
    crm.change("systemusers", karin, lastname="Lund")
    people.job("SALESPEOPLE")
    assert now(salesperson, "name") == "Karin Lund"
    saves(people, salesperson, "SALESPEOPLE", name="K. Lund")
    assert crm.sees("systemusers", karin, "fullname") == ("Karin Lund",)


def test_currencies_go_to_the_crm_and_not_back(people: People, crm: InCrm, sends: Any) -> None:
    people.kim.adds("currency", code="NOK", description="Norwegian krone")
    krone = Currency.objects.get(code="NOK")
    rate = {"starting_date": "2026-01-01", "exchange_rate_amount": "1", "relational_exch_rate_amount": "0.1"}
    rows = {f"exchange_rates-0-{name}": text for name, text in rate.items()}
    people.kim.saves(krone, **rows, **{"exchange_rates-TOTAL_FORMS": "1"})
    people.kim.acts(krone, "create_in_crm")
    people.systems.work_all()
    ((row, rate_there),) = crm.rows(
        "transactioncurrencies", "isocurrencycode eq 'NOK'", "transactioncurrencyid", "exchangerate"
    )
    assert rate_there == 10
    crm.change("transactioncurrencies", row, currencyname="Crown")
    people.job("CURRENCY")
    assert now(krone, "description") == "Norwegian krone"


def test_customers_and_accounts_follow_each_other_both_ways(people: People, crm: InCrm, sends: Any) -> None:
    customer = sends(Customer, name="Havnelys", city="Halden")
    account = crm.find("accounts", "name eq 'Havnelys'", "accountid")
    crm.change("accounts", account, address1_city="Moss")
    saves(people, customer, "CUSTOMER", phone_no="+47 1")
    assert now(customer, "city") == "Moss"
    assert crm.sees("accounts", account, "telephone1", "address1_city") == ("+47 1", "Moss")


def test_blocked_customers_and_accounts_that_are_no_customers_take_no_part(
    people: People, crm: InCrm, sends: Any
) -> None:
    customer = sends(Customer, name="Havnelys")
    account = crm.find("accounts", "name eq 'Havnelys'", "accountid")
    saves(people, customer, "CUSTOMER", blocked="all", phone_no="+47 1")
    assert crm.sees("accounts", account, "telephone1") == (None,)
    for name, values in {"Rival": {"customertypecode": 1}, "Buyer": {"customertypecode": 3}}.items():
        crm.api.create("accounts", name=f"{name} Inc.", **values)
    closed = crm.api.create("accounts", name="Closed Inc.", customertypecode=3)
    crm.change("accounts", closed, statecode=1, statuscode=2)
    page = listed(people, "account")
    assert [name in page for name in ("Buyer Inc.", "Rival Inc.", "Closed Inc.")] == [True, False, False]


def test_people_of_companies_and_contacts_of_accounts_follow_each_other_both_ways(
    people: People, crm: InCrm, sends: Any
) -> None:
    company = Contact.objects.get(type="company")
    entered = {"type": "person", "first_name": "Nora", "surname": "Aas"}
    nora = sends(Contact, **entered, company=company.no)
    row = crm.find("contacts", "fullname eq 'Nora Aas'", "contactid")
    assert crm.sees("contacts", row, "_parentcustomerid_value") == (crm.account(),)
    crm.change("contacts", row, mobilephone="+47 9")
    saves(people, nora, "CONTACT", phone_no="+47 2")
    assert (now(nora, "mobile_phone_no"), crm.sees("contacts", row, "telephone1")) == ("+47 9", ("+47 2",))
    alone = sends(Contact, **{**entered, "first_name": "Alone"})
    assert not crm.rows("contacts", "firstname eq 'Alone'", "contactid")
    assert not Coupling.objects.filter(erp_id=alone.pk)
    crm.api.create("contacts", firstname="Nobody", lastname="Employs")
    assert "Nobody" not in listed(people, "contact")


@pytest.mark.parametrize(
    ("table", "mapping", "column", "field"),
    [
        ("paymentterms", "PAYMENT TERMS", "paymenttermscode", "payment_terms_id"),
        ("shipmentmethod", "SHIPMENT METHOD", "address1_freighttermscode", "shipment_method_id"),
        ("shippingagent", "SHIPPING AGENT", "address1_shippingmethodcode", "shipping_agent_id"),
    ],
)
def test_payment_terms_shipment_methods_and_shipping_agents_become_options(
    people: People, crm: InCrm, table: str, mapping: str, column: str, field: str
) -> None:
    people.kim.adds(table, code="NEWCODE", description="New")
    people.systems.run(mapping, "full")
    value = crm.option("account", column, "NEWCODE")
    crm.change("accounts", crm.account(), **{column: value})
    people.job("CUSTOMER")
    assert getattr(Customer.objects.get(), field) is not None


# ---- Products and prices


def test_a_unit_of_measure_becomes_a_unit_group_with_one_unit(people: People, crm: InCrm, sends: Any) -> None:
    sends(UnitOfMeasure, code="BOX", description="Box")
    group = crm.find("uomschedules", "name eq 'NAV BOX'", "uomscheduleid")
    assert crm.rows("uoms", f"_uomscheduleid_value eq {group}", "name", "quantity") == [("BOX", 1)]


@pytest.mark.parametrize(
    ("number", "mapping", "field", "kind"),
    [
        (CHAIR, "ITEM-PRODUCT", "description", 1),
        (LINA, "RESOURCE-PRODUCT", "name", 3),
    ],
)
def test_items_are_sales_inventory_and_resources_services_and_follow_both_ways(
    people: People, crm: InCrm, number: str, mapping: str, field: str, kind: int
) -> None:
    record: Any = Item.objects.get() if mapping == "ITEM-PRODUCT" else Resource.objects.get()
    product, type_code = crm.rows("products", f"productnumber eq '{number}'", "productid", "producttypecode")[
        0
    ]
    assert type_code == kind
    crm.change("products", product, name="Renamed by sales")
    saves(people, record, mapping, unit_price="81")
    assert now(record, field) == "Renamed by sales"
    assert crm.sees("products", product, "price") == (81,)


def test_opportunities_go_to_the_crm_and_their_name_comes_back(
    people: People, crm: InCrm, sends: Any
) -> None:
    company = Contact.objects.get(type="company")
    person = sends(Contact, type="person", first_name="Nora", surname="Aas", company=company.no)
    opportunity = sends(Opportunity, description="Canteen", contact=person.no)
    row = crm.find("opportunities", "name eq 'Canteen'", "opportunityid")
    crm.change("opportunities", row, name="Canteen, two floors")
    people.job("OPPORTUNITY")
    assert now(opportunity, "description") == "Canteen, two floors"


def test_every_mapping_has_the_direction_that_is_promised(people: People) -> None:
    directions = dict(IntegrationTableMapping.objects.values_list("name", "direction"))
    assert {name for name, way in directions.items() if way == "from_integration_table"} == {"SALESPEOPLE"}
    assert {name for name, way in directions.items() if way == "bidirectional"} == {
        "CUSTOMER",
        "CONTACT",
        "ITEM-PRODUCT",
        "RESOURCE-PRODUCT",
        "OPPORTUNITY",
    }
