"""The invented demo company."""

from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.utils import timezone

from erp.demo.companies import DEMO_COMPANIES
from erp.demo.load_demo_sales import load_demo_sales
from erp.models import (
    Contact,
    CountryRegion,
    Currency,
    Customer,
    CustomerLedgerEntry,
    GeneralLedgerSetup,
    InventorySetup,
    Item,
    ItemJournalLine,
    ItemLedgerEntry,
    MarketingSetup,
    NoSeries,
    Resource,
    ResourcesSetup,
    SalesHeader,
    SalesInvoiceHeader,
    Salesperson,
    SalesPrice,
    SalesReceivablesSetup,
    SalesShipmentHeader,
    UnitOfMeasure,
)
from erp.operations.save_setup import save_setup
from erp.queries.customer_ledger import invoice_amounts

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
    counts = [model.objects.count() for model in (UnitOfMeasure, Item, Resource, SalesPrice)]
    assert counts == [6, 20, 3, 40]
    opening = ItemLedgerEntry.objects.filter(document_no="OPENING")
    assert (opening.count(), ItemJournalLine.objects.exists()) == (17, False)
    stock: dict[str, Any] = dict.fromkeys(Item.objects.values_list("no", flat=True), 0)
    stock |= dict(opening.values_list("item__no", "quantity"))
    assert (stock["2001"], stock["2017"], stock["2018"], stock["2020"]) == (42, -3, Decimal("72.5"), 0)
    bench = SalesPrice.objects.get(item__no="2001", sales_code="DEALER")
    assert (bench.unit_price, bench.unit_of_measure_id) == (Decimal("231.20"), "PCS")


def test_the_demo_company_sells_in_every_state_once() -> None:
    run("erp_load_demo")
    for _time in range(2):
        load_demo_sales()
    states = SalesHeader.objects.values_list("document_type", "status").annotate(number=Count("id"))
    assert set(states) == {
        ("quote", "open", 1),
        ("quote", "released", 1),
        ("order", "open", 1),
        ("order", "released", 3),
    }
    invoices = {invoice.external_document_no: invoice for invoice in SalesInvoiceHeader.objects.all()}
    amounts = invoice_amounts([invoice.no for invoice in invoices.values()])
    remaining = {
        reference: (invoice.cancelled, amounts[invoice.no].remaining_amount > 0)
        for reference, invoice in invoices.items()
    }
    assert remaining == {
        "DEMO-07": (False, True),
        "DEMO-08": (False, True),
        "DEMO-09": (False, True),
        "DEMO-10": (False, False),
        "DEMO-11": (False, False),
        "DEMO-12": (True, False),
    }
    assert SalesShipmentHeader.objects.count() == 8
    overdue = CustomerLedgerEntry.objects.filter(open=True, due_date__lt=timezone.localdate())
    assert "DEMO-08" in set(overdue.values_list("external_document_no", flat=True))


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
