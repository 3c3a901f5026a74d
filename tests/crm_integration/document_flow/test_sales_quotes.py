"""Activated quotes of the CRM become sales quotes, each exactly one with all its revisions."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.quotes import close_quote
from crm_integration.models import Coupling, CrmDocument
from erp.models import SalesHeader, SalesHeaderArchive, SalesReceivablesSetup
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.modify_customers import modify_customers
from erp.operations.release_sales_document import release_sales_document
from erp.operations.save_setup import save_setup
from tests.crm_integration.document_flow.sales import LINA, Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def state() -> Any:
    """Everything that processing a quote may write here."""
    return (
        list(SalesHeader.objects.order_by("pk").values()),
        list(SalesHeaderArchive.objects.values()),
        list(Coupling.objects.filter(erp_table="sales_header").values()),
    )


def test_an_activated_quote_becomes_a_sales_quote_with_the_crms_total(sales: Sales) -> None:
    quote = sales.quote(
        sales.line(quantity=3, manualdiscountamount=Decimal("8.50")),
        sales.line(LINA, quantity=2),
        freightamount=Decimal(25),
        effectiveto=datetime(2026, 12, 31, tzinfo=UTC),
        shipto_city="Oslo",
    )
    header = sales.processed(quote)
    assert (header.document_type, header.status) == ("quote", "open")
    assert (header.sell_to_customer_id, header.your_reference) == (sales.customer.no, quote.quotenumber)
    assert (header.external_document_no, header.ship_to_city) == ("Canteen", "Oslo")
    assert header.quote_valid_until_date == date(2026, 12, 31)
    lines = header.lines.values_list("type", "quantity", "unit_price", "line_discount_amount", "amount")
    assert list(lines) == [
        ("item", 3, Decimal("79.5"), Decimal("8.5"), Decimal("230")),
        ("resource", 2, 90, 0, 180),
        ("gl_account", 1, 25, 0, 25),
    ]
    assert header.amount == now(quote, "totalamount") == Decimal("435.00")
    document = CrmDocument.objects.get()
    assert (document.crm_table, document.crm_id, document.erp_id) == ("quote", quote.pk, header.id)
    assert (document.number, document.customer, document.revision) == (quote.quotenumber, "Acme", 0)


def test_a_quote_is_processed_once_and_the_crm_is_not_written_to(sales: Sales) -> None:
    quote = sales.quote()
    sales.systems.sent.requests.clear()
    first, second = sales.process(quote), sales.process(quote)
    assert [result.is_new for result in first + second] == [True, False]
    assert SalesHeader.objects.count() == 1
    assert sales.systems.sent.writes == []


def test_a_revision_updates_the_same_sales_quote_and_archives_what_it_was(sales: Sales) -> None:
    quote = sales.quote(
        sales.line(manualdiscountamount=5), effectiveto=datetime(2026, 12, 31, tzinfo=UTC), discountamount=10
    )
    header = sales.processed(quote)
    save_setup(model=SalesReceivablesSetup, values={"archive_quotes": "never"})
    release_sales_document(record_id=header.id)
    revised = sales.revision(quote, quantity=7, name="Larger canteen", effectiveto=None, discountamount=None)
    again = sales.processed(revised)
    assert (again.id, again.no, again.status) == (header.id, header.no, "open")
    assert (again.external_document_no, again.quote_valid_until_date) == ("Larger canteen", None)
    assert list(again.lines.values_list("quantity", "line_discount_amount")) == [(7, 5)]
    assert again.amount == now(revised, "totalamount") == Decimal("551.50")
    (version,) = SalesHeaderArchive.objects.all()
    assert (version.no, version.status, version.amount) == (header.no, "released", Decimal("144.00"))
    document = CrmDocument.objects.get()
    assert (document.crm_id, document.revision, document.erp_id) == (revised.pk, 1, header.id)


def test_a_revision_of_a_quote_that_never_came_over_becomes_a_new_one(sales: Sales) -> None:
    revised = sales.revision(sales.quote(), quantity=7)
    assert sales.processed(revised).lines.get().quantity == 7
    assert not SalesHeaderArchive.objects.exists()


def test_a_revision_of_a_deleted_sales_quote_becomes_a_new_one(sales: Sales) -> None:
    quote = sales.quote()
    header = sales.processed(quote)
    delete_sales_document(record_id=header.id)
    (result,) = sales.process(quote)
    assert not result.is_new
    again = sales.processed(sales.revision(quote, quantity=7))
    assert again.id != header.id
    assert CrmDocument.objects.get().erp_id == again.id


def test_a_quote_that_was_read_before_its_revision_came_over_makes_nothing(sales: Sales) -> None:
    quote = sales.quote()
    sales.processed(sales.revision(quote, quantity=7))
    before = state()
    sales.systems.change(quote, statecode=1, statuscode=3)
    (result,) = sales.process(quote)
    assert result.problem
    assert result.problem.code == "quote_not_offered"
    assert (state(), CrmDocument.objects.get().revision) == (before, 1)


@pytest.mark.parametrize("status", [5, 6])
def test_nothing_is_done_with_a_quote_that_was_lost_or_canceled(sales: Sales, status: int) -> None:
    quote, known = sales.quote(), sales.quote()
    sales.processed(known)
    before = state()
    for each in (quote, known):
        close_quote(quote_id=each.pk, caller=system_caller(), status=status)
    results = sales.process(quote, known)
    assert [result.problem and result.problem.code for result in results] == ["quote_not_offered"] * 2
    assert state() == before


def test_a_quote_that_fails_is_kept_with_its_reason_until_it_is_closed(sales: Sales) -> None:
    quote = sales.quote(sales.written_in("Something special"))
    before = state()
    (result,) = sales.process(quote)
    assert result.problem
    assert result.problem.code == "write_in_product_missing"
    assert state() == before
    assert CrmDocument.objects.get().status == "failed"
    close_quote(quote_id=quote.pk, caller=system_caller(), status=5)
    sales.process(quote)
    assert not CrmDocument.objects.exists()


def test_a_revision_that_fails_leaves_the_sales_quote_as_it_was(sales: Sales) -> None:
    quote = sales.quote()
    sales.processed(quote)
    revised = sales.revision(quote, quantity=7)
    sales.systems.change(revised, billto_country="Middle-earth")
    before = state()
    (result,) = sales.process(revised)
    assert result.problem
    assert result.problem.code == "unknown_country"
    assert state() == before
    documents = CrmDocument.objects.order_by("status").values_list("status", "crm_id")
    assert list(documents) == [("created", quote.pk), ("failed", revised.pk)]
    sales.systems.change(revised, billto_country=None)
    sales.processed(revised)
    assert CrmDocument.objects.get().crm_id == revised.pk


def test_what_the_back_office_refuses_is_a_reason_too(sales: Sales) -> None:
    modify_customers(changes={sales.customer.id: {"blocked": "all"}})
    quote = sales.quote()
    before = state()
    (result,) = sales.process(quote)
    assert result.problem
    assert (result.problem.code, result.problem.params["erp_code"]) == ("erp_rejected", "customer_blocked")
    assert state() == before
