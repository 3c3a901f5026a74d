"""Orders of a sample company go all the way from the salesperson to the money, to the cent.

In continuous integration some of the orders do; all of them with

    ORDERS=all NORTHWIND_DIR=… pytest tests/scenarios/test_orders_to_cash.py
"""

import csv
import os
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from shutil import copy

import pytest
from django.core.management import call_command

from crm.models import Invoice, SalesOrder
from crm_integration.models import ConnectionSetup, CrmDocument, OrderStep
from erp.models import (
    CustomerLedgerEntry,
    DetailedCustomerLedgEntry,
    ItemLedgerEntry,
    SalesHeader,
    SalesInvoiceHeader,
)
from tests.two_systems import TwoSystems, connected

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(databases=["default", "crm"]),
    pytest.mark.skipif(
        "NORTHWIND_DIR" not in os.environ, reason="NORTHWIND_DIR does not say where Northwind is"
    ),
]
SOME = 12
CENT = Decimal("0.01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files, with some of the orders unless all are wanted."""
    for file in Path(os.environ["NORTHWIND_DIR"]).glob("*.csv"):
        copy(file, tmp_path)
    if os.environ.get("ORDERS") != "all":
        kept = _shorten(tmp_path / "orders.csv", None)
        _shorten(tmp_path / "order_details.csv", kept)
    return tmp_path


def _shorten(path: Path, kept: set[str] | None) -> set[str]:
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows = rows[:SOME] if kept is None else [row for row in rows if row["OrderID"] in kept]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return {row["OrderID"] for row in rows}


@pytest.fixture
def systems(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[TwoSystems]:
    yield connected(monkeypatch)


def expected(folder: Path) -> dict[str, Decimal]:
    """The total of each order by the name that it bears, as its files say."""
    with (folder / "orders.csv").open(newline="") as file:
        totals = {row["OrderID"]: Decimal(row["Freight"]) for row in csv.DictReader(file)}
    with (folder / "order_details.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            gross = Decimal(row["UnitPrice"]) * Decimal(row["Quantity"])
            discount = (gross * Decimal(row["Discount"])).quantize(CENT, ROUND_HALF_UP)
            totals[row["OrderID"]] += gross.quantize(CENT, ROUND_HALF_UP) - discount
    return {f"Northwind {number}": total for number, total in totals.items()}


def test_every_order_becomes_cash_to_the_cent(systems: TwoSystems, folder: Path) -> None:
    call_command("load_company_data", str(folder), into="both")
    systems.run_all("full")
    call_command("load_company_data", str(folder), into="crm", only="orders", submit=True)
    totals = expected(folder)
    assert dict(SalesOrder.objects.values_list("name", "totalamount")) == totals

    call_command("process_orders", create=True)
    assert dict(SalesHeader.objects.values_list("external_document_no", "amount")) == totals

    call_command("process_orders", release=True, ship=True, invoice=True, pay=True, wait=True)
    assert not SalesHeader.objects.exists()
    invoices = SalesInvoiceHeader.objects.all()
    assert dict(invoices.values_list("external_document_no", "amount_including_vat")) == totals
    crm = Invoice.objects.all()
    assert dict(crm.values_list("name", "totalamount")) == totals
    assert set(crm.values_list("statecode", "statuscode")) == {(2, 100001)}
    assert set(SalesOrder.objects.values_list("statecode", "statuscode")) == {(4, 100003)}
    assert not CustomerLedgerEntry.objects.filter(open=True).exists()
    assert sum(DetailedCustomerLedgEntry.objects.values_list("amount", flat=True)) == 0
    assert ItemLedgerEntry.objects.filter(entry_type="sale").exists()
    assert not OrderStep.objects.filter(told_at=None).exists()
    assert not CrmDocument.objects.filter(status="failed").exists()
    assert ConnectionSetup.get().statistics_synched_at is not None


def test_loading_and_processing_again_changes_nothing(systems: TwoSystems, folder: Path) -> None:
    call_command("load_company_data", str(folder), into="both")
    systems.run_all("full")
    for _ in range(2):
        call_command("load_company_data", str(folder), into="crm", only="orders", submit=True)
        call_command("process_orders", create=True, release=True, ship=True, invoice=True, pay=True)
    totals = expected(folder)
    assert SalesOrder.objects.count() == SalesInvoiceHeader.objects.count() == len(totals)
    assert Invoice.objects.count() == len(totals)


def test_orders_of_products_that_are_not_there_are_a_sentence(systems: TwoSystems, folder: Path) -> None:
    call_command("load_company_data", str(folder), into="crm")
    with pytest.raises(Exception, match="No product has this number"):
        call_command("load_company_data", str(folder), into="crm", only="orders", submit=True)
    assert not SalesOrder.objects.exists()
