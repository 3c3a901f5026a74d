"""Quotes, orders and the product catalogue on the salespeople's pages."""

import re
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.demo.factories import AccountFactory
from crm.metadata import EntityReference
from crm.models import Annotation, Post, PriceLevel, Product, Quote, QuoteDetail, SalesOrder, SystemUser, UoM
from tests.crm.admin.test_sales_pages import browser, page, seller

__all__ = ["browser", "seller"]

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def new(table: str, **values: Any) -> Any:
    record = NewRecord(values)
    return create_records(table=metadata.table(table), records=[record], caller=system_caller())[0]


def lookup(record: Any) -> EntityReference:
    return EntityReference(record._meta.model_name, record.pk)


@pytest.fixture
def chair(seller: SystemUser) -> Product:
    group = new("uomschedule", name="Pieces", baseuomname="Piece")
    unit = UoM.objects.filter(uomscheduleid=group).first() or new(
        "uom", name="Piece", uomscheduleid=lookup(group), quantity=Decimal(1)
    )
    chair: Product = new(
        "product",
        name="Chair",
        productnumber="CH-1",
        defaultuomscheduleid=lookup(group),
        defaultuomid=lookup(unit),
        quantitydecimal=2,
        statecode=0,
    )
    prices = new("pricelevel", name="Standard")
    new(
        "productpricelevel",
        pricelevelid=lookup(prices),
        productid=lookup(chair),
        uomid=lookup(unit),
        amount=Decimal("79.50"),
    )
    return chair


def document(*lines: dict[str, str], **entered: str) -> dict[str, str]:
    """What the form of a new quote posts."""
    posted = {"quotedetail-TOTAL_FORMS": str(len(lines)), "quotedetail-INITIAL_FORMS": "0", **entered}
    for number, line in enumerate(lines):
        posted |= {f"quotedetail-{number}-{name}": value for name, value in line.items()}
    return posted


def test_a_quote_is_entered_with_its_lines(browser: Client, seller: SystemUser, chair: Product) -> None:
    account = AccountFactory.create(ownerid=seller)
    prices = PriceLevel.objects.get()
    line = {"productid": str(chair.pk), "quantity": "4"}
    entered = document(line, name="Four chairs", company=str(account.pk), pricelevelid=str(prices.pk))
    answer = browser.post("/sales/crm/quote/add/", entered)
    assert answer.status_code == 302, answer.context["errors"]
    quote = Quote.objects.get(name="Four chairs")
    stored = QuoteDetail.objects.get(quoteid=quote)
    assert (quote.customerid, quote.customeridtype) == (account.pk, "account")
    assert (stored.productid_id, stored.uomid_id, stored.quantity) == (chair.pk, chair.defaultuomid_id, 4)


def test_a_quote_becomes_an_order_that_is_submitted(
    browser: Client, seller: SystemUser, chair: Product
) -> None:
    account = AccountFactory.create(ownerid=seller)
    line = {"productid": str(chair.pk), "quantity": "4"}
    prices = str(PriceLevel.objects.get().pk)
    browser.post(
        "/sales/crm/quote/add/",
        document(line, name="Four chairs", company=str(account.pk), pricelevelid=prices),
    )
    quote = Quote.objects.get()
    card = f"/sales/crm/quote/{quote.pk}"
    assert "318.00" in page(browser, f"{card}/change/")
    assert browser.post(f"{card}/do/activate/").status_code == 302
    assert "Create Order" in page(browser, f"{card}/change/")
    assert browser.post(f"{card}/change/", {"name": "Other"}).status_code == 403
    order = browser.post(f"{card}/do/create-order/", {"description": "They called"})["Location"]
    shown = page(browser, order)
    assert "318.00" in shown
    assert "Submit Order" in shown
    assert browser.post(order.replace("change/", "do/submit/")).status_code == 302
    assert SalesOrder.objects.get().statecode == 1
    assert Quote.objects.get().statecode == 2
    assert "Create Order" not in page(browser, f"{card}/change/")
    invoice = browser.post(order.replace("change/", "do/invoice/"))["Location"]
    assert "318.00" in page(browser, invoice)


def test_an_action_that_the_rules_refuse_says_why(
    browser: Client, seller: SystemUser, chair: Product
) -> None:
    account = AccountFactory.create(ownerid=seller)
    order = new(
        "salesorder",
        name="Empty",
        customerid=lookup(account),
        pricelevelid=lookup(PriceLevel.objects.get()),
        ownerid=lookup(seller),
    )
    card = f"/sales/crm/salesorder/{order.pk}"
    assert browser.post(f"{card}/do/cancel/", {}).status_code == 302
    assert browser.post(f"{card}/do/submit/").status_code == 302
    assert SalesOrder.objects.get().statecode == 2
    assert 'class="error"' in page(browser, f"{card}/change/")
    assert browser.get(f"{card}/do/nothing/").status_code == 404
    assert browser.get(f"{card}/do/submit/").status_code == 405


def test_a_quote_needs_a_customer(browser: Client, chair: Product) -> None:
    shown = browser.post("/sales/crm/quote/add/", document(name="For whom?")).content.decode()
    assert "Choose the customer." in shown
    assert not Quote.objects.exists()


def test_the_catalogue_shows_products_with_their_prices(browser: Client, chair: Product) -> None:
    assert "Chair" in page(browser, "/sales/crm/product/")
    assert "79.5" in page(browser, f"/sales/crm/product/{chair.pk}/change/")
    assert "Chair" in page(browser, f"/sales/crm/pricelevel/{PriceLevel.objects.get().pk}/change/")
    assert "Piece" in page(browser, f"/sales/crm/uomschedule/{chair.defaultuomscheduleid_id}/change/")


def test_what_was_written_in_the_same_second_stands_on_the_timeline_with_the_last_first(
    browser: Client, seller: SystemUser
) -> None:
    account = AccountFactory.create(ownerid=seller)
    with time_machine.travel(timezone.now(), tick=False):
        for text in ("Ordered", "Shipped", "Invoiced"):
            browser.post(f"/sales/crm/account/{account.pk}/timeline/", {"kind": "post", "text": text})
    shown = page(browser, f"/sales/crm/account/{account.pk}/change/")
    found = re.findall("Ordered|Shipped|Invoiced", shown)
    assert found == ["Invoiced", "Shipped", "Ordered"]


@pytest.mark.parametrize(("kind", "model"), [("post", Post), ("annotation", Annotation)])
def test_posts_and_notes_stand_on_the_timeline(
    browser: Client, seller: SystemUser, kind: str, model: Any
) -> None:
    account = AccountFactory.create(ownerid=seller)
    text = "Called them. <b>They like it</b>"
    answer = browser.post(f"/sales/crm/account/{account.pk}/timeline/", {"kind": kind, "text": text})
    assert answer["Location"].startswith(f"/sales/crm/account/{account.pk}/change/")
    assert model.objects.count() == 1
    assert "&lt;b&gt;They like it" in page(browser, f"/sales/crm/account/{account.pk}/change/")


def test_a_note_that_software_wrote_as_html_reads_as_text(browser: Client, seller: SystemUser) -> None:
    account = AccountFactory.create(ownerid=seller)
    new("annotation", subject="Spices", notetext="<p>Salt &amp; <b>pepper</b></p>", objectid=lookup(account))
    assert "Salt &amp; pepper" in page(browser, f"/sales/crm/account/{account.pk}/change/")


def test_an_order_that_was_taken_over_is_fulfilled_and_invoiced_elsewhere(
    browser: Client, seller: SystemUser
) -> None:
    account = AccountFactory.create(ownerid=seller)
    prices = new("pricelevel", name="Standard")
    order = new(
        "salesorder",
        name="Theirs",
        customerid=lookup(account),
        pricelevelid=lookup(prices),
        ownerid=lookup(seller),
    )
    SalesOrder.objects.update(statecode=1, statuscode=3)
    card = f"/sales/crm/salesorder/{order.pk}/change/"
    assert {"Fulfill Order", "Create Invoice"} <= set(
        re.findall("Fulfill Order|Create Invoice", page(browser, card))
    )
    SalesOrder.objects.update(lastbackofficesubmit=timezone.now())
    assert not re.findall("Fulfill Order|Create Invoice", page(browser, card))
