"""The invented demo company."""

from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from erp.demo.companies import DEMO_COMPANIES
from erp.models import (
    Contact,
    CountryRegion,
    Currency,
    Customer,
    GeneralLedgerSetup,
    InventorySetup,
    Item,
    ItemJournalLine,
    ItemLedgerEntry,
    MarketingSetup,
    NoSeries,
    Resource,
    ResourcesSetup,
    Salesperson,
    SalesPrice,
    SalesReceivablesSetup,
    UnitOfMeasure,
)
from erp.operations.save_setup import save_setup
from erp.queries.item_availability import with_inventory

pytestmark = pytest.mark.django_db


def run(command: str, *arguments: Any) -> str:
    """Runs a command and returns what it says."""
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_an_initialized_company_has_setup_number_series_and_countries_once() -> None:
    for _time in range(2):
        run("erp_initialize")
    for setup in (SalesReceivablesSetup, MarketingSetup, InventorySetup, ResourcesSetup):
        named = [f.attname for f in setup._meta.concrete_fields if f.related_model is NoSeries]
        assert named and all(getattr(setup.objects.get(), name) for name in named)
    assert CountryRegion.objects.get(code="NL").name == "Netherlands"
    assert GeneralLedgerSetup.objects.get().lcy_code == ""


def test_the_demo_company_is_loaded_once() -> None:
    assert run("erp_load_demo") == "28 demo customers loaded into the back office.\n"
    assert run("erp_load_demo") == "0 demo customers loaded into the back office.\n"
    assert set(Salesperson.objects.values_list("code", flat=True)) == {"KB", "TM", "AO", "JV", "LH"}
    assert set(Currency.objects.values_list("code", flat=True)) == {"EUR", "USD", "GBP", "NOK", "SEK", "DKK"}
    assert GeneralLedgerSetup.objects.get().lcy_code == "EUR"
    assert Customer.objects.filter(salesperson=None).count() == 0
    assert Customer.objects.filter(currency__code="EUR").count() == 0, "the local currency is blank"
    assert 0 < Customer.objects.exclude(primary_contact=None).count() < 28
    assert Contact.objects.filter(type="person").count() == 28
    halden = Customer.objects.get(name="Halden Trelast")
    assert (halden.no, halden.country_region_id, halden.currency_id, halden.e_mail) == (
        "10002",
        "NO",
        "NOK",
        "post@haldentrelast.example",
    )


def test_the_demo_company_has_products_with_stock_and_prices_once() -> None:
    for _time in range(2):
        run("erp_load_demo")
    counts = [model.objects.count() for model in (UnitOfMeasure, Item, Resource, SalesPrice, ItemLedgerEntry)]
    assert counts == [6, 20, 3, 40, 17]
    assert not ItemJournalLine.objects.exists()
    stock = {item.no: item.inventory for item in with_inventory(Item.objects.all())}
    assert (stock["2001"], stock["2017"], stock["2018"], stock["2020"]) == (42, -3, Decimal("72.5"), 0)
    bench = SalesPrice.objects.get(item__no="2001", sales_code="DEALER")
    assert (bench.unit_price, bench.unit_of_measure_id) == (Decimal("231.20"), "PCS")


def test_a_local_currency_that_was_set_before_stays() -> None:
    run("erp_initialize")
    save_setup(model=GeneralLedgerSetup, values={"lcy_code": "USD"})
    run("erp_load_demo")
    assert GeneralLedgerSetup.objects.get().lcy_code == "USD"
    assert Customer.objects.filter(currency__code="USD").count() == 0


def test_further_customers_are_added_up_to_the_scale() -> None:
    assert run("erp_load_demo", "--scale", "20").startswith("48 ")
    assert run("erp_load_demo", "--scale", "30").startswith("10 ")
    assert Customer.objects.count() == 58
    assert Contact.objects.filter(type="person").count() == 58


@pytest.mark.parametrize("scale", ["-1", "many", "1.5", "²"])
def test_a_scale_that_is_no_number_is_refused(scale: str) -> None:
    with pytest.raises(CommandError, match="is not a number of customers"):
        run("erp_load_demo", f"--scale={scale}")


def test_edits_change_a_company_of_both_systems_and_give_one_an_uncoupled_salesperson() -> None:
    said = run("erp_load_demo", "--edits")
    assert "Changed: Lantern Bay Hotels, Maple Hollow Furniture, Vermeulen Verlichting." in said
    by_name = {customer.name: customer for customer in Customer.objects.all()}
    assert by_name["Maple Hollow Furniture"].salesperson_id == "NX"
    assert by_name["Lantern Bay Hotels"].phone_no != DEMO_COMPANIES[20].phone
    versions = set(Customer.objects.values_list("no", "row_version"))
    run("erp_load_demo", "--edits")
    assert set(Customer.objects.values_list("no", "row_version")) == versions
