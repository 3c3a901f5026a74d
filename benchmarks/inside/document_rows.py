"""Sales documents of several years: written to the tables as they are, since posting as many takes a day."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from erp.models import (
    CustomerLedgerEntry,
    DetailedCustomerLedgEntry,
    SalesHeader,
    SalesHeaderArchive,
    SalesInvoiceHeader,
    SalesInvoiceLine,
    SalesLine,
    SalesLineArchive,
    SalesShipmentHeader,
    SalesShipmentLine,
)
from erp.models.statements import insert_many, new_values
from erp.operations.create_customers import create_customers
from erp.operations.create_salespeople import create_salespeople

AT_ONCE = 1_000
SALESPEOPLE = tuple(f"P{number:02}" for number in range(20))
DOCUMENTS_PER_CUSTOMER = 10
LAST_DAY, DAYS = date(2026, 6, 30), 900
CITIES = ("Bergen", "Utrecht", "Leeds", "Turin", "Ghent", "Lyon", "Graz")
WORDS = ("Oak", "Ash", "Steel", "Canvas", "Cork", "Glass", "Slate")


def make_documents(number: int) -> None:
    """Makes so many orders, shipments, invoices with their ledger entries, and archived versions."""
    create_salespeople(rows=[{"code": code, "name": f"Person {code}"} for code in SALESPEOPLE])
    customers = max(number // DOCUMENTS_PER_CUSTOMER, 1)
    for part in parts(customers):
        create_customers(rows=[{"no": _customer(place), "name": _name(place)} for place in part])
    for part in parts(number):
        _orders(part, customers)
        _shipments(part, customers)
        _invoices(part, customers)
        _archives(part, customers)


def _orders(part: range, customers: int) -> None:
    headers = [
        {**_header(place, customers), **_totals(place), "document_type": "order", "no": f"SO{place:07}"}
        | {"status": "released" if place % 3 else "open"}
        for place in part
    ]
    ids = insert(SalesHeader, headers)
    shipped = {0: Decimal(0), 1: Decimal(2), 2: Decimal(5)}
    insert(
        SalesLine,
        (
            {**line, **_sums(), "quantity_shipped": shipped[place % 3]}
            | {"outstanding_quantity": 5 - shipped[place % 3]}
            for place, id in zip(part, ids, strict=True)
            for line in _lines(id)
        ),
    )


def _shipments(part: range, customers: int) -> None:
    headers = [
        {**_header(place, customers), "no": f"SH{place:07}", "order_no": f"SO{place // 2:07}"}
        for place in part
    ]
    ids = insert(SalesShipmentHeader, headers)
    insert(SalesShipmentLine, (line for id in ids for line in _lines(id)))


def _invoices(part: range, customers: int) -> None:
    headers = [
        {**_header(place, customers), **_totals(place), "no": f"SI{place:07}", "cancelled": place % 50 == 0}
        | {"order_no": f"SO{place // 2:07}"}
        for place in part
    ]
    ids = insert(SalesInvoiceHeader, headers)
    insert(SalesInvoiceLine, ({**line, **_sums()} for id in ids for line in _lines(id)))
    insert(CustomerLedgerEntry, (_entry(place, customers) for place in part))
    insert(DetailedCustomerLedgEntry, (_detail(place, customers) for place in part))


def _archives(part: range, customers: int) -> None:
    headers = [
        {**_header(place, customers), **_totals(place), "no": f"SO{place // 2:07}", "document_type": "order"}
        | {"document_record_id": UUID(int=place // 2), "version_no": place % 2 + 1, "status": "open"}
        | {"archived_at": datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=place), "archived_by": "anna"}
        for place in part
    ]
    ids = insert(SalesHeaderArchive, headers)
    insert(SalesLineArchive, ({**line, **_sums()} for id in ids for line in _lines(id)))


def _header(place: int, customers: int) -> dict[str, Any]:
    customer, on = place * 7 % customers, _day(place)
    return {
        "sell_to_customer_id": _customer(customer),
        "bill_to_customer_id": _customer(customer),
        "sell_to_customer_name": _name(customer),
        "bill_to_name": _name(customer),
        "ship_to_name": _name(customer),
        "ship_to_city": CITIES[customer % len(CITIES)],
        "external_document_no": f"PO-{place * 13 % 1_000_003}",
        "your_reference": f"{WORDS[place % len(WORDS)]} {place % 97}",
        "salesperson_id": SALESPEOPLE[place % len(SALESPEOPLE)],
        "document_date": on,
        "order_date": on,
        "posting_date": on,
        "shipment_date": on,
        "due_date": on + timedelta(days=30),
        "requested_delivery_date": on + timedelta(days=14),
    }


def _lines(document_id: UUID) -> Iterable[dict[str, Any]]:
    for number in (1, 2):
        yield {
            "document_id": document_id,
            "line_no": number * 10_000,
            "no": f"{1000 + number}",
            "description": f"{WORDS[number]} part",
            "quantity": Decimal(5),
            "unit_price": Decimal(20),
        }


def _sums() -> dict[str, Any]:
    return {"amount": Decimal(100), "amount_including_vat": Decimal(125)}


def _totals(place: int) -> dict[str, Any]:
    return {"amount": Decimal(200 + place % 900), "amount_including_vat": Decimal(250 + place % 900)}


def _entry(place: int, customers: int) -> dict[str, Any]:
    customer, on = _customer(place * 7 % customers), _day(place)
    return {
        "entry_no": place + 1,
        "customer_id": customer,
        "sell_to_customer_no": customer,
        "posting_date": on,
        "due_date": on + timedelta(days=30),
        "document_type": "invoice",
        "document_no": f"SI{place:07}",
        "external_document_no": f"PO-{place * 13 % 1_000_003}",
        "open": place % 5 == 0,
        "sales_lcy": Decimal(200 + place % 900),
    }


def _detail(place: int, customers: int) -> dict[str, Any]:
    amount = Decimal(250 + place % 900)
    return {
        "entry_no": place + 1,
        "cust_ledger_entry_id": place + 1,
        "entry_type": "initial",
        "posting_date": _day(place),
        "document_type": "invoice",
        "document_no": f"SI{place:07}",
        "customer_id": _customer(place * 7 % customers),
        "amount": amount,
        "amount_lcy": amount,
    }


def _customer(place: int) -> str:
    return f"D{place:06}"


def _name(place: int) -> str:
    return f"{WORDS[place % len(WORDS)]} Trading {place * 31 % 9973}"


def _day(place: int) -> date:
    return LAST_DAY - timedelta(days=place * 11 % DAYS)


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Returns the keys of the new rows; what they do not say is as for any new record."""
    records = [{**new_values(model), **row} for row in rows]
    names = list(new_values(model))
    insert_many(model, names, ([record[name] for name in names] for record in records))
    return [record["id"] for record in records]


def parts(number: int) -> Iterable[range]:
    for start in range(0, number, AT_ONCE):
        yield range(start, min(start + AT_ONCE, number))
