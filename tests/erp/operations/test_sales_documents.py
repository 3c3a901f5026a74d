"""Sales documents: what they take from customers and products, what may change when, what they come to."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.demo.factories import PersonFactory
from erp.models import (
    Customer,
    Item,
    NoSeries,
    NoSeriesLine,
    SalesHeader,
    SalesLine,
    SalesReceivablesSetup,
    VatPostingSetup,
)
from erp.operations.create_sales_prices import create_sales_prices
from erp.operations.delete_customer import delete_customer
from erp.operations.delete_item import delete_item
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.errors import RecordChanged, RecordInUse, RecordMissing, RecordRejected
from erp.operations.initialize_company import initialize_company
from erp.operations.modify_customers import modify_customers
from erp.operations.modify_items import modify_items
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.release_sales_document import release_sales_document
from erp.operations.rename_record import rename_record
from erp.operations.reopen_sales_document import reopen_sales_document
from erp.operations.save_payment_terms import save_payment_terms
from erp.queries.customer_contacts import company_nos_of_customers
from tests.erp.conftest import HeardEvents
from tests.erp.sales import FREIGHT, document, item, set_up_sales, values_of

pytestmark = pytest.mark.usefixtures("selling_company")


@pytest.fixture
def selling_company(company: None) -> None:
    set_up_sales()


def refused(work: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(RecordRejected) as caught:
        work(*args, **kwargs)
    return str(caught.value)


def customer(no: str) -> Customer:
    return Customer.objects.get(no=no)


def change(header: SalesHeader, *rows: dict[str, Any], **values: Any) -> SalesHeader:
    return modify_sales_document(record_id=header.id, values=values, lines=list(rows) or None)


def test_a_document_takes_from_its_customer_what_nobody_says() -> None:
    save_payment_terms(values={"code": "30", "due_date_calculation": "30D"})
    modify_customers(changes={customer("C1").id: {"payment_terms_code": "30"}})
    made = document(your_reference="ORD-1", ship_to_city="Bergen", document_date="2026-01-15")
    assert (made.no, made.status, made.sell_to_customer_name) == ("SO00001", "open", "Acme")
    assert (made.sell_to_address, made.bill_to_address, made.ship_to_address) == ("Main Street 1",) * 3
    assert (made.bill_to_customer_id, made.bill_to_name, made.bill_to_city) == ("C1", "Acme", "Oslo")
    assert (made.ship_to_name, made.ship_to_city) == ("Acme", "Bergen")
    assert (made.payment_terms_id, made.due_date) == ("30", date(2026, 2, 14))
    assert made.sell_to_contact_id == company_nos_of_customers(["C1"])["C1"]
    assert made.sell_to_e_mail == "post@acme.example"
    assert [document(kind=kind).no for kind in ("quote", "invoice", "credit_memo")] == [
        "SQ00001",
        "SI00001",
        "SC00001",
    ]


def test_the_primary_contact_is_the_person_to_talk_to() -> None:
    company_no = company_nos_of_customers(["C1"])["C1"]
    person = PersonFactory.create(
        first_name="Nora", surname="Lie", company_no=company_no, e_mail="nora@acme.example"
    )
    modify_customers(changes={customer("C1").id: {"primary_contact_no": person.no}})
    made = document()
    assert (made.sell_to_contact_id, made.sell_to_contact_name) == (person.no, "Nora Lie")
    assert (made.sell_to_e_mail, made.ship_to_contact) == ("nora@acme.example", "Nora Lie")


def test_lines_are_described_priced_and_counted_like_their_products() -> None:
    made = document(
        item("BENCH", 2),
        {"type": "comment", "description": "By hand", "attached_to_line_no": 10000},
        item("BENCH", 1, unit_of_measure_code="BOX"),
        {"type": "resource", "no": "KARIN", "quantity": "1.5"},
        {"type": "gl_account", "no": FREIGHT, "quantity": 1, "unit_price": "32.38"},
    )
    assert values_of(
        made, "line_no", "type", "description", "unit_of_measure_id", "unit_price", "amount"
    ) == [
        (10000, "item", "Oak bench", "PCS", "100", "200"),
        (20000, "comment", "By hand", None, "0", "0"),
        (30000, "item", "Oak bench", "BOX", "1200", "1200"),
        (40000, "resource", "Karin Berge", "HOUR", "80", "120"),
        (50000, "gl_account", "Freight", None, "32.38", "32.38"),
    ]
    assert (made.amount, made.amount_including_vat) == (Decimal("1552.38"), Decimal("1552.38"))
    assert values_of(made, "outstanding_quantity", "qty_to_ship", "qty_to_invoice", "outstanding_amount_lcy")[
        0
    ] == (("2", "2", "2", "200"))


def test_the_best_price_for_customer_currency_quantity_and_date_counts() -> None:
    all_of_them = {"item_no": "BENCH", "sales_type": "all_customers"}
    create_sales_prices(
        rows=[
            {**all_of_them, "unit_price": 95},
            {**all_of_them, "unit_price": 90, "minimum_quantity": 10},
            {**all_of_them, "unit_price": 1, "starting_date": "2020-01-01", "ending_date": "2020-12-31"},
            {**all_of_them, "unit_price": 1, "starting_date": "2090-01-01"},
            {"item_no": "BENCH", "sales_type": "customer", "sales_code": "C2", "unit_price": 1},
            {**all_of_them, "unit_price": 130, "currency_code": "USD"},
        ]
    )
    assert values_of(document(item("BENCH", 9), item("BENCH", 10)), "unit_price") == [("95",), ("90",)]
    # C2's own price is in LCY; one in its currency goes before it. A lamp has none and is converted.
    assert values_of(document(item("BENCH"), item("LAMP"), customer="C2"), "unit_price") == [
        ("130",),
        ("12.4875",),
    ]


def test_discounts_are_amounts_or_percentages_and_the_invoice_discount_is_spread() -> None:
    made = document(
        item("BENCH", 3, "33.35", line_discount_percent=5),
        item("BENCH", 1, 50, line_discount_amount="12.50"),
        {"type": "gl_account", "no": FREIGHT, "quantity": 1, "unit_price": 10},
        invoice_discount_amount="13.26",
    )
    names = ("line_discount_percent", "line_discount_amount", "inv_discount_amount", "amount")
    assert values_of(made, *names) == [
        ("5", "5", "9.51", "85.54"),
        ("25", "12.5", "3.75", "33.75"),
        ("0", "0", "0", "10"),
    ]
    # The percentage stays when the quantity changes, and the discount that was asked for is spread anew.
    (first, *others) = made.lines.order_by("line_no")
    change(made, {"id": first.id, "quantity": 1}, *({"id": line.id} for line in others))
    assert values_of(made, *names)[0] == ("5", "1.67", "6.07", "25.61")
    assert "more than what the lines" in refused(change, made, invoice_discount_amount=1000)


def test_vat_follows_from_both_posting_groups_and_prices_may_include_it() -> None:
    item_id = Item.objects.get(no="BENCH").id
    modify_items(changes={item_id: {"vat_prod_posting_group": "STANDARD"}})
    modify_customers(changes={customer("C1").id: {"vat_bus_posting_group": "DOMESTIC"}})
    made = document(item("BENCH", 1), item("LAMP", 1))
    assert values_of(made, "vat_percent", "amount", "amount_including_vat") == [
        ("25", "100", "125"),
        ("0", "9.99", "9.99"),
    ]
    including = document(item("BENCH", 1), prices_including_vat=True)
    assert values_of(including, "unit_price", "amount", "amount_including_vat") == [("125", "100", "125")]
    modify_items(changes={item_id: {"price_includes_vat": True, "vat_bus_posting_gr_price": "DOMESTIC"}})
    assert values_of(document(item("BENCH")), "unit_price", "amount_including_vat") == [("80", "100")]


def test_a_foreign_document_is_worth_its_amount_by_the_exchange_rate() -> None:
    made = document(item("BENCH", 2, 125), customer="C2")
    assert (made.currency_id, made.currency_factor) == ("USD", Decimal("1.25"))
    assert values_of(made, "amount", "outstanding_amount_lcy") == [("250", "200")]
    assert "no exchange rate" in refused(document, customer="C2", posting_date="2019-12-31")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (item("NOTHING"), "NOTHING does not exist"),
        (item(""), "No. must have a value"),
        (item("BENCH", -1), "Quantity must not be negative"),
        (item("BENCH", unit_of_measure_code="HOUR"), "not one of its units"),
        ({"type": "comment", "description": "a", "quantity": 1}, "a description only"),
        (item("BENCH", 1, 10, line_discount_amount=11), "must not be more than the line comes to"),
        (item("BENCH", 1, 10, line_discount_percent=101), "between 0 and 100"),
        (item("BENCH", 1, qty_to_ship=2), "must not be more than what is left: 1, but is 2"),
        (item("BENCH", 10**14, 10**14), "cannot hold"),
    ],
)
def test_a_line_that_cannot_be_is_refused(line: dict[str, Any], sentence: str) -> None:
    assert sentence in refused(document, line)
    assert not SalesHeader.objects.exists()


def test_who_and_what_is_blocked_is_not_sold_to_and_not_sold() -> None:
    made = document(item("BENCH"))
    modify_customers(changes={customer("C1").id: {"blocked": "invoice"}})
    assert "C1 is blocked (Invoice)" in refused(document)
    assert "C1 is blocked" in refused(release_sales_document, record_id=made.id)
    modify_customers(changes={customer("C1").id: {"blocked": ""}})
    modify_items(changes={Item.objects.get(no="BENCH").id: {"sales_blocked": True}})
    assert "BENCH is blocked" in refused(document, item("BENCH"))
    assert "BENCH is blocked" in refused(release_sales_document, record_id=made.id)


def test_what_is_released_stays_but_for_dates_references_and_quantities_to_post(heard: HeardEvents) -> None:
    made = document(item("BENCH", 4), requested_delivery_date="2026-05-01")
    assert release_sales_document(record_id=made.id).status == "released"
    line = made.lines.get()
    changed = change(
        made, {"id": line.id, "qty_to_ship": 1}, requested_delivery_date="2026-06-01", your_reference="R"
    )
    assert (changed.your_reference, changed.row_version) == ("R", 3)
    assert values_of(made, "qty_to_ship", "qty_to_invoice", "requested_delivery_date") == [
        ("1", "1", date(2026, 6, 1))
    ]
    for rows, values in (
        ([], {"currency_code": "USD"}),
        ([{"id": line.id, "quantity": 5}], {}),
        ([{"id": line.id}, item("LAMP")], {}),
    ):
        assert "Reopen it first" in refused(change, made, *rows, **values)
    reopen_sales_document(record_id=made.id)
    assert change(made, {"id": line.id, "quantity": 5}).amount == 500


def test_there_must_be_something_to_release() -> None:
    made = document({"type": "comment", "description": "Nothing yet"})
    assert "nothing to release" in refused(release_sales_document, record_id=made.id)


def test_groups_that_nothing_is_set_up_for_are_not_released() -> None:
    made = document(item("BENCH", vat_prod_posting_group="STANDARD"), vat_bus_posting_group="DOMESTIC")
    VatPostingSetup.objects.all().delete()
    assert "VAT Posting Setup has no line" in refused(release_sales_document, record_id=made.id)


def test_lines_that_are_not_named_are_deleted_and_new_ones_come_last() -> None:
    made = document(item("BENCH"), item("LAMP"), item("BENCH", 2))
    change(made, {"line_no": 20000, "quantity": 3}, item("BENCH", 5))
    assert values_of(made, "line_no", "no", "quantity") == [(20000, "LAMP", "3"), (30000, "BENCH", "5")]
    with pytest.raises(RecordMissing):
        change(made, {"id": uuid4()})


def test_another_currency_prices_the_lines_anew() -> None:
    made = document(item("BENCH", 1), {"type": "gl_account", "no": FREIGHT, "quantity": 1, "unit_price": 7})
    change(made, currency_code="USD")
    assert values_of(made, "unit_price") == [("125",), ("7",)]


def test_what_has_not_changed_is_not_written(heard: HeardEvents) -> None:
    made = document(item("BENCH"), your_reference="A")
    heard.all.clear()
    assert change(made, your_reference="A").row_version == 1
    assert heard.all == []
    with pytest.raises(RecordChanged):
        modify_sales_document(record_id=made.id, values={}, expected_version=7)


def test_customers_and_items_of_a_document_stay_and_are_followed_when_renamed() -> None:
    made = document(item("BENCH"))
    with pytest.raises(RecordInUse, match="Sales Documents"):
        delete_customer(customer_id=customer("C1").id)
    bench = Item.objects.get(no="BENCH")
    with pytest.raises(RecordInUse, match="Sales Lines"):
        delete_item(item_id=bench.id)
    rename_record(table="item", record_id=bench.id, new_key="SEAT")
    rename_record(table="customer", record_id=customer("C1").id, new_key="ACME")
    made.refresh_from_db()
    assert (made.sell_to_customer_id, made.lines.get().no) == ("ACME", "SEAT")
    delete_sales_document(record_id=made.id)
    delete_item(item_id=bench.id)
    assert not SalesLine.objects.exists()


def test_the_number_of_queries_does_not_depend_on_the_number_of_lines() -> None:
    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            document(*[item("BENCH"), item("LAMP")] * count)
        return len(captured)

    assert queries(1) == queries(50) < 40


def test_a_company_that_was_there_before_gets_what_is_new() -> None:
    names = ("order_nos", "posted_invoice_nos", "freight_gl_account")
    SalesReceivablesSetup.objects.update(customer_nos=None, **dict.fromkeys(names))
    NoSeriesLine.objects.filter(series__code__startswith="S-").delete()
    NoSeries.objects.filter(code__in=["S-ORD", "S-INV+"]).delete()
    initialize_company()
    setup = SalesReceivablesSetup.objects.get()
    assert (setup.order_nos_id, setup.posted_invoice_nos_id, setup.freight_gl_account_id) == (
        "S-ORD",
        "S-INV+",
        FREIGHT,
    )
    assert setup.customer_nos_id is None
