"""Couplings, row by row of what is promised, at the lists and cards of the back office."""

from typing import Any

import pytest
from django.urls import reverse

from crm_integration.admin.mapped_tables import list_url
from crm_integration.mappings.registry import CHOSEN_MAPPINGS, is_of_way
from crm_integration.models import Coupling, IntegrationFieldMapping, SynchProblem
from erp.models import Customer, Item, Salesperson
from tests.crm.embedded_crm import WebApi
from tests.scenarios.people import CHAIR, People, browser_of, token_of, words
from tests.scenarios.people import Salesperson as InCrm

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
IN_USE = [name for name in CHOSEN_MAPPINGS if is_of_way(name, by_unit_group=False)]
CUSTOMERS = "/admin/erp/customer/"


@pytest.fixture
def crm(people: People) -> InCrm:
    """Kim's program, which may change everything in the CRM."""
    return InCrm(WebApi(token_of("kim")))


def customer(people: People, name: str, **entered: str) -> Customer:
    people.paula.adds("customer", name=name, **entered)
    return Customer.objects.get(name=name)


def page_of(name: str, record: Any) -> str:
    return reverse(f"admin:{name}", args=["CUSTOMER", record.pk])


# ---- B1


@pytest.mark.parametrize("mapping", IN_USE)
def test_set_up_coupling_is_offered_on_the_list_of_every_mapped_table(people: People, mapping: str) -> None:
    page = people.kim.opens(list_url(CHOSEN_MAPPINGS[mapping])).content.decode()
    assert 'value="set_up_coupling"' in page
    assert 'value="synchronize_now"' in page


def test_an_account_is_searched_compared_and_coupled_with_the_data_that_were_chosen(
    people: People, crm: InCrm
) -> None:
    record = customer(people, "Blauer See", city="Mannheim")
    account = crm.api.create("accounts", name="Blauer See GmbH", customertypecode=3, address1_city="Ulm")
    crm.api.create("accounts", name="Blauer Supplier", customertypecode=10)
    address = page_of("set_up_coupling", record)
    found = people.paula.reads(address, q="blauer")
    assert ("Blauer See GmbH" in found, "Blauer Supplier" in found) == (True, False)
    compared = people.paula.reads(address, q="blauer", crm_id=str(account))
    assert ("Mannheim" in compared, "Ulm" in compared) == (True, True)
    chosen = {"crm_id": str(account), "compared": str(account), "synchronize": "from_integration_table"}
    people.paula.presses(address, **chosen)
    people.systems.work_all()
    assert people.paula.fields(record, "name", "city") == {"name": "Blauer See GmbH", "city": "Ulm"}


def test_create_new_makes_the_account_of_a_customer(people: People, crm: InCrm) -> None:
    record = customer(people, "Chop-suey", city="Bern")
    people.paula.presses(page_of("set_up_coupling", record), _create="1")
    people.systems.work_all()
    assert crm.rows("accounts", "name eq 'Chop-suey'", "address1_city") == [("Bern",)]


# ---- B2


def test_many_customers_become_accounts_and_many_accounts_customers(people: People, crm: InCrm) -> None:
    here = [customer(people, name) for name in ("Alfreds", "Berglunds")]
    people.paula.acts_on("customer", "create_in_crm", *here)
    team = crm.find("teams", "isdefault eq true", "teamid")
    of_nobody = {"customertypecode": 3, "ownerid@odata.bind": f"/teams({team})"}
    there = [crm.api.create("accounts", name=name, **of_nobody) for name in ("Chop-suey", "Drachenblut")]
    people.paula.presses(reverse("admin:crm_account"), id=[str(account) for account in there])
    people.systems.work_all()
    accounts = crm.rows("accounts", "statecode eq 0", "name")
    assert {name for (name,) in accounts} >= {"Alfreds", "Berglunds"}
    assert Customer.objects.filter(name__in=["Chop-suey", "Drachenblut"]).count() == 2
    assert Coupling.objects.filter(mapping="CUSTOMER", crm_id__in=there).count() == 2


# ---- B3


def test_synchronize_now_asks_whose_data_to_keep_shows_what_goes_and_recommends(
    people: People, crm: InCrm
) -> None:
    acme = Customer.objects.get()
    people.paula.saves(acme, phone_no="+47 1", city="Halden")
    crm.change("accounts", crm.account(), address1_city="Moss", fax="+47 2")
    address = f"{reverse('admin:synchronize_now', args=['CUSTOMER'])}?id={acme.pk}"
    page = people.paula.opens(address)
    shown = people.paula.reads(address)
    assert all(value in shown for value in ("+47 1", "Halden", "Moss", "+47 2"))
    choices = {choice["value"]: choice["is_best"] for choice in page.context["choices"]}
    assert choices == {"merge": False, "to_integration_table": True, "from_integration_table": False}
    people.paula.presses(address, direction="to_integration_table", expected=page.context["expected"])
    people.systems.work_all()
    assert crm.sees("accounts", crm.account(), "address1_city", "telephone1") == ("Halden", "+47 1")


# ---- B4


def test_a_missing_coupling_names_the_record_and_the_link_mends_it(people: People, crm: InCrm) -> None:
    people.kim.adds("salesperson", code="KB", name="Karin Berge", e_mail="karin@example.com")
    acme, karin = Customer.objects.get(), Salesperson.objects.get()
    people.paula.saves(acme, salesperson="KB")
    people.job("CUSTOMER")
    assert "Salesperson KB must be coupled before this record can be synchronized" in people.paula.shows(acme)
    link = reverse("admin:set_up_coupling", args=["SALESPEOPLE", karin.pk])
    assert link in people.paula.opens(people.paula.card(acme)).content.decode()
    user = crm.find("systemusers", "fullname eq 'Karin Berge'", "systemuserid")
    people.kim.presses(link, crm_id=user, compared=user, synchronize="no")
    people.systems.work_all()
    people.job("CUSTOMER")
    assert crm.sees("accounts", crm.account(), "_ownerid_value") == (user,)
    assert not SynchProblem.objects.exists()


def test_a_price_waits_for_its_price_list_and_an_item_for_its_unit(people: People) -> None:
    people.kim.adds("customerpricegroup", code="SCHOOLS", description="Schools")
    of_schools = {"sales_type": "customer_price_group", "sales_code": "SCHOOLS"}
    people.kim.adds("salesprice", item=CHAIR, unit_price="66.25", **of_schools)
    people.kim.adds("unitofmeasure", code="BOX", description="Box")
    people.kim.adds("item", description="Shelf", base_unit_of_measure="BOX")
    people.kim.acts(Item.objects.get(description="Shelf"), "create_in_crm")
    people.systems.work_all()
    people.job("SALESPRC-PRODPRICE")
    awaited = set(SynchProblem.objects.values_list("code", "awaited_table"))
    assert awaited == {("must_be_coupled", "customer_price_group"), ("must_be_coupled", "unit_of_measure")}
    page = people.kim.reads(reverse("admin:synch_errors"))
    assert ("SCHOOLS" in page, "BOX" in page) == (True, True)


# ---- B5


def test_couplings_are_deleted_one_many_and_of_a_whole_mapping(people: People, crm: InCrm) -> None:
    people.paula.acts_on("customer", "create_in_crm", *[customer(people, name) for name in "ABCD"])
    people.systems.work_all()
    records = list(Customer.objects.order_by("no"))
    address = reverse("admin:delete_coupling", args=["CUSTOMER"])
    for chosen in (records[:1], records[1:3]):
        page = f"{address}?{'&'.join(f'id={record.pk}' for record in chosen)}"
        assert "Both records stay as they are" in people.paula.reads(page) or len(chosen) > 1
        people.paula.presses(page)
    assert Coupling.objects.filter(mapping="CUSTOMER").count() == len(records) - 3
    people.kim.presses("/admin/integration-table-mappings/CUSTOMER/delete-couplings/")
    people.systems.work_all()
    assert not Coupling.objects.filter(mapping="CUSTOMER").exists()
    assert len(crm.rows("accounts", "statecode eq 0", "name")) == Customer.objects.count() == len(records)


def test_match_based_coupling_follows_its_criteria_by_priority_with_or_without_case(
    people: People, crm: InCrm
) -> None:
    record = customer(people, "Alfreds", e_mail="post@alfreds.example")
    account = crm.api.create("accounts", name="ALFREDS", customertypecode=3)
    address = reverse("admin:match_based_coupling", args=["CUSTOMER"])
    row = IntegrationFieldMapping.objects.get(mapping="CUSTOMER", erp_field="name").pk
    given = {f"match-{row}": "on", f"priority-{row}": "1", "synch_after_coupling": "no", "_start": "1"}
    people.kim.presses(address, **given, **{f"case-{row}": "on"})
    people.systems.work_all()
    assert not Coupling.objects.filter(erp_id=record.pk).exists()
    people.kim.presses(address, **given)
    people.systems.work_all()
    assert Coupling.objects.get(erp_id=record.pk).crm_id == account


def test_the_log_of_a_record_says_what_was_written_and_where(people: People, crm: InCrm) -> None:
    crm.change("accounts", crm.account(), address1_city="Moss")
    people.job("CUSTOMER")
    log = people.paula.reads(page_of("synchronization_log", Customer.objects.get()))
    assert ("City" in log, "Moss" in log) == (True, True)


def test_a_record_is_opened_in_the_crm(people: People) -> None:
    account = people.karin.account()
    opened = people.paula.browser.get(page_of("open_coupled_record", Customer.objects.get()))
    assert opened["Location"] == f"/main.aspx?pagetype=entityrecord&etn=account&id={account}"
    card = browser_of("karin").get(opened["Location"], follow=True)
    assert (card.status_code, "Acme" in words(card)) == (200, True)


def test_the_list_says_who_is_coupled_and_filters_by_it(people: People) -> None:
    customer(people, "Newcomer")
    assert "Not coupled" in people.paula.reads(CUSTOMERS)
    coupled = people.paula.reads(CUSTOMERS, coupled="coupled")
    not_coupled = people.paula.reads(CUSTOMERS, coupled="not_coupled")
    assert ("Acme" in coupled, "Newcomer" in coupled) == (True, False)
    assert ("Acme" in not_coupled, "Newcomer" in not_coupled) == (False, True)
