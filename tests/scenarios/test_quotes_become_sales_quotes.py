"""Quotes, row by row of what is promised: from the salesperson's offer to the order processor's order."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from erp.models import SalesHeader, SalesHeaderArchive
from tests.crm_integration.document_flow.test_document_pages import QUOTES as CRM_QUOTES
from tests.crm_integration.document_flow.test_document_pages import rows
from tests.scenarios.people import People
from tests.scenarios.quotes import Quotes

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
AUTO = "AUTO PROCESS SALES QUOTES"


@pytest.fixture
def quotes(people: People) -> Quotes:
    return Quotes(people.karin)


def made_of(people: People, quote: UUID) -> SalesHeader:
    """The one sales quote with the number of the CRM's quote."""
    (number,) = people.karin.sees("quotes", quote, "quotenumber")
    return SalesHeader.objects.get(document_type="quote", your_reference=number)


def order_of(people: People, order: UUID) -> SalesHeader:
    """The one sales order with the number of the CRM's order."""
    (number,) = people.karin.sees("salesorders", order, "ordernumber")
    return SalesHeader.objects.get(document_type="order", your_reference=number)


def processed(people: People, *quotes: UUID) -> Any:
    """Paula presses *Process in Business Central*."""
    return people.paula.presses(CRM_QUOTES, id=[str(quote) for quote in quotes])


def listed(people: People, show: str) -> list[str]:
    return rows(people.paula.browser, CRM_QUOTES, show)


def total(people: People, entity_set: str, document: UUID) -> str:
    """What the CRM says that a document comes to, as the cards of the back office write it."""
    (amount,) = people.karin.sees(entity_set, document, "totalamount")
    return f"Total Incl. VAT USD {amount:.2f}"


def versions(people: People, no: str) -> list[str]:
    """What the pages of the archived versions of a document say, the first version first."""
    assert f" {no} " in people.paula.reads(reverse("admin:erp_salesheaderarchive_changelist"))
    archived = SalesHeaderArchive.objects.filter(no=no).order_by("version_no").values_list("pk", flat=True)
    return [people.paula.reads(reverse("admin:erp_salesheaderarchive_change", args=[pk])) for pk in archived]


# ---- F1


def test_activated_quotes_come_over_automatically(people: People, quotes: Quotes) -> None:
    people.kim.automates(auto_process_sales_quotes="on")
    offered, draft = quotes.offer(quantity=3), quotes.draft()
    people.job(AUTO)
    header = made_of(people, offered)
    assert list(SalesHeader.objects.all()) == [header]
    assert people.paula.lines(header, "no", "quantity") == [("1000", "3")]
    assert total(people, "quotes", offered) in people.paula.shows(header)
    quotes.activate(draft)
    people.job(AUTO)
    people.job(AUTO)
    assert made_of(people, draft).no in people.paula.reads("/admin/erp/salesquote/")
    assert SalesHeader.objects.count() == 2


def test_process_in_business_central_makes_a_sales_quote_and_opens_it(people: People, quotes: Quotes) -> None:
    offered = quotes.draft()
    quotes.annotate(offered, "<p>Ring <b>twice</b></p>")
    quotes.activate(offered)
    quotes.draft(name="Not offered yet")
    (waiting,) = listed(people, "waiting")
    assert "Waits for somebody to process it." in waiting
    page = processed(people, offered)
    header = made_of(people, offered)
    assert page.redirect_chain[-1][0] == people.paula.card(header)
    assert people.paula.said == [f"Sales quote {header.no} says what the quote says."]
    assert "Notes Ring twice" in people.paula.shows(header)
    (created,) = listed(people, "created")
    assert f"Sales quote {header.no}" in created
    processed(people, offered)
    assert people.paula.said == [f"The quote became sales quote {header.no} before. Nothing was changed."]


def test_process_in_business_central_takes_many_quotes(people: People, quotes: Quotes) -> None:
    offered = [quotes.offer(name=f"Canteen {number}") for number in range(3)]
    processed(people, *offered[:2])
    people.systems.work_all()
    shown = " ".join(listed(people, "created"))
    assert [made_of(people, quote).no in shown for quote in offered[:2]] == [True, True]
    assert ["Canteen 2" in row for row in listed(people, "waiting")] == [True]


# ---- F2


def test_the_name_becomes_the_external_document_no_and_effective_to_quote_valid_until(
    people: People, quotes: Quotes
) -> None:
    offered = quotes.offer(name="Reception", effectiveto="2026-12-31")
    processed(people, offered)
    names = ("external_document_no", "quote_valid_until_date")
    assert people.paula.fields(made_of(people, offered), *names) == {
        "external_document_no": "Reception",
        "quote_valid_until_date": "2026-12-31",
    }


# ---- F3


def test_a_revised_quote_archives_the_previous_version_and_updates_the_same_sales_quote(
    people: People, quotes: Quotes
) -> None:
    first = quotes.offer(name="Canteen", quantity=2)
    processed(people, first)
    header = made_of(people, first)
    second = quotes.revise(first, name="Larger canteen", quantity=5)
    assert "Revision 1" in listed(people, "waiting")[0]
    assert processed(people, second).redirect_chain[-1][0] == people.paula.card(header)
    people.kim.automates(auto_process_sales_quotes="on")
    third = quotes.revise(second, name="Canteen and hall", quantity=7)
    people.job(AUTO)
    assert made_of(people, third) == header
    assert people.paula.fields(header, "external_document_no") == {"external_document_no": "Canteen and hall"}
    assert people.paula.lines(header, "no", "quantity") == [("1000", "7")]
    (row,) = listed(people, "all")
    assert "Revision 2" in row
    one, two = versions(people, header.no)
    assert [title in page for title, page in (("version 1", one), ("version 2", two))] == [True, True]
    assert ["Acme · Canteen " in one, "Chair 2 PCS" in one] == [True, True]
    assert ["Acme · Larger canteen " in two, "Chair 5 PCS" in two] == [True, True]


# ---- F4


def test_a_won_quote_becomes_a_sales_order_only_if_its_order_is_submitted_otherwise_it_is_only_released(
    people: People, quotes: Quotes
) -> None:
    people.kim.automates(auto_process_sales_quotes="on")
    ordered, pending, alone = (quotes.offer(name=name) for name in ("Canteen", "Reception", "Hall"))
    people.job(AUTO)
    for quote in (ordered, pending, alone):
        quotes.win(quote)
    submitted, kept = quotes.order_of(ordered), quotes.order_of(pending)
    people.karin.submit(submitted)
    people.job(AUTO)
    header, made = made_of(people, ordered), order_of(people, submitted)
    assert list(SalesHeader.objects.filter(document_type="order")) == [made]
    assert f"Quote No. {header.no}" in people.paula.shows(made)
    assert people.paula.fields(made, "external_document_no") == {"external_document_no": "Canteen"}
    assert total(people, "salesorders", submitted) in people.paula.shows(made)
    assert len(versions(people, header.no)) == SalesHeaderArchive.objects.count() == 1
    for quote in (pending, alone):
        assert f"{made_of(people, quote).no} · Acme Released" in people.paula.shows(made_of(people, quote))
    assert people.karin.state(kept)[0] == 0
    won = listed(people, "won")
    assert sum(f"Sales order {made.no}" in row for row in won) == 1
    assert len(won) == 3


def test_a_won_quote_is_processed_by_hand_as_well(people: People, quotes: Quotes) -> None:
    ordered, alone = quotes.win(quotes.offer()), quotes.win(quotes.offer())
    people.karin.submit(quotes.order_of(ordered))
    processed(people, ordered)
    assert people.paula.said == [
        f"The order of sales quote {made_of(people, ordered).no} is here, and the quote is archived."
    ]
    processed(people, alone)
    assert people.paula.said == [
        f"Sales quote {made_of(people, alone).no} was released: the quote is won, and no order is submitted."
    ]


def test_when_the_order_comes_later_its_quote_no_is_set_and_the_quote_is_archived(
    people: People, quotes: Quotes
) -> None:
    won = quotes.win(quotes.offer(name="Reception", quantity=3))
    order = quotes.order_of(won)
    processed(people, won)
    header = made_of(people, won)
    assert not SalesHeaderArchive.objects.exists()
    people.karin.submit(order)
    people.paula.creates(order)
    made = order_of(people, order)
    assert f"Quote No. {header.no}" in people.paula.shows(made)
    assert people.paula.fields(made, "external_document_no") == {"external_document_no": "Reception"}
    (version,) = versions(people, header.no)
    assert f"Quote {header.no} · version 1" in version
    (row,) = listed(people, "won")
    assert f"Sales quote {header.no} · Sales order {made.no}" in row
