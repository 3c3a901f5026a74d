"""Orders and quotes of the CRM on their pages: what waits is made, what failed says why."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.quotes import win_quote
from crm_integration.models import ConnectionSetup, CrmDocument, Job
from erp.admin.roles import ORDER_PROCESSOR, VIEWER
from erp.models import SalesHeader
from erp.operations.delete_sales_document import delete_sales_document
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ORDERS, QUOTES = "/admin/sales-orders-crm/", "/admin/sales-quotes-crm/"


def signed_in(role: str) -> Client:
    user = User.objects.create(username=role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def processor(sales: Sales) -> Client:
    return signed_in(ORDER_PROCESSOR)


def rows(browser: Client, page: str, show: str = "all") -> list[str]:
    """The text of each row of the list."""
    html = browser.get(page, {"show": show}).content.decode()
    _before, _grid, body = html.partition('<table class="grid reflow">')[2].partition("<tbody>")
    found = re.findall(r"<tr>.*?</tr>", body.partition("</tbody>")[0], re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in found]


def card(header: SalesHeader) -> str:
    return reverse(f"admin:erp_sales{header.document_type}_change", args=[header.pk])


@pytest.mark.parametrize("page", [ORDERS, QUOTES])
def test_what_waits_is_listed_and_one_leads_to_its_card(sales: Sales, processor: Client, page: str) -> None:
    document: Any = sales.order() if page == ORDERS else sales.quote()
    (row,) = rows(processor, page, "waiting")
    assert "Canteen Acme" in row
    assert "159.00" in row
    answer = processor.post(page, {"id": [str(document.pk)]})
    header = SalesHeader.objects.get()
    assert answer["Location"] == card(header)
    assert processor.get(card(header)).status_code == 200
    assert rows(processor, page, "waiting") == []
    (row,) = rows(processor, page, "created")
    assert header.no in row


@pytest.mark.parametrize("page", [ORDERS, QUOTES])
def test_several_are_made_in_the_background(sales: Sales, processor: Client, page: str) -> None:
    documents: Any = [sales.order() if page == ORDERS else sales.quote() for _ in range(2)]
    processor.post(page, {"id": [str(one.pk) for one in documents]})
    assert not SalesHeader.objects.exists()
    sales.systems.work_all()
    assert SalesHeader.objects.count() == 2
    kind = "create_sales_orders" if page == ORDERS else "process_sales_quotes_for_people"
    job = Job.objects.get(kind=kind)
    assert (job.done, job.failed_records) == (2, 0)


def test_a_quote_that_failed_says_why_with_the_cure(sales: Sales, processor: Client) -> None:
    quote = sales.quote(sales.written_in("Something special"))
    answer = processor.post(QUOTES, {"id": [str(quote.pk)]}, follow=True)
    text = answer.content.decode()
    assert "Name the Write-in Product No. in Sales &amp; Receivables Setup" in text
    (row,) = rows(processor, QUOTES, "failed")
    assert row.startswith(str(quote.quotenumber))
    assert "Failed" in row


@pytest.mark.parametrize("page", [ORDERS, QUOTES])
def test_what_failed_is_among_what_needs_a_person(sales: Sales, processor: Client, page: str) -> None:
    home = processor.get("/admin/").content.decode()
    assert "Nothing waits for you" in home
    something: Any = sales.order if page == ORDERS else sales.quote
    document = something(sales.written_in("Something special"))
    processor.post(page, {"id": [str(document.pk)]})
    home = processor.get("/admin/").content.decode()
    assert "Nothing waits for you" not in home
    panel = home.partition("Needs you")[2]
    assert f'<a href="{page}">' in panel
    assert "1 needs a cure or a decision" in panel


@pytest.mark.parametrize("page", [ORDERS, QUOTES])
def test_nothing_is_made_while_order_integration_is_off(sales: Sales, processor: Client, page: str) -> None:
    document: Any = sales.order() if page == ORDERS else sales.quote()
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=False)
    answer = processor.post(page, {"id": [str(document.pk)]}, follow=True)
    assert "Sales order integration is off. Switch it on in the Connection Setup first." in str(
        answer.content
    )
    assert not SalesHeader.objects.exists()
    assert not CrmDocument.objects.exists()


@pytest.mark.parametrize(
    ("off", "said"),
    [
        ("is_sales_order_integration_enabled", "Sales order integration is off"),
        (
            "is_sales_integration_enabled",
            "Sales integration is off, and sales order integration rests with it",
        ),
        ("is_enabled", "The connection is off"),
    ],
)
def test_the_page_names_the_switch_that_is_off(sales: Sales, processor: Client, off: str, said: str) -> None:
    ConnectionSetup.objects.update(**{off: False})
    assert said in processor.get(ORDERS).content.decode()


def test_a_quote_that_was_won_since_waits_again_and_is_released(sales: Sales, processor: Client) -> None:
    quote = sales.quote()
    header = sales.processed(quote)
    win_quote(quote_id=quote.pk, caller=system_caller())
    assert len(rows(processor, QUOTES, "waiting")) == len(rows(processor, QUOTES)) == 1
    processor.post(QUOTES, {"id": [str(quote.pk)]})
    header.refresh_from_db()
    assert header.status == "released"
    (row,) = rows(processor, QUOTES, "won")
    assert "Won" in row


def test_a_quote_whose_revision_is_a_draft_is_closed_and_a_deleted_sales_quote_is_named(
    sales: Sales, processor: Client
) -> None:
    quote = sales.quote()
    header = sales.processed(quote)
    delete_sales_document(record_id=header.id)
    (row,) = rows(processor, QUOTES, "created")
    assert f"Sales quote {header.no} is not there any more." in row
    revised = sales.revision(quote, quantity=3)
    sales.systems.change(revised, statecode=0, statuscode=1)
    (row,) = rows(processor, QUOTES, "created")
    assert "Closed" in row


def test_a_revision_shows_its_number_and_a_won_quote_its_order(sales: Sales, processor: Client) -> None:
    revised = sales.revision(sales.quote(), quantity=3)
    (row,) = rows(processor, QUOTES, "waiting")
    assert "Revision 1" in row
    sales.order_of(revised)
    header = sales.processed(revised)
    (row,) = rows(processor, QUOTES, "won")
    order = SalesHeader.objects.get(document_type="order")
    assert f"Sales quote {header.no} · Sales order {order.no}" in row


def test_the_pages_show_what_is_known_while_the_crm_cannot_be_read(sales: Sales, processor: Client) -> None:
    sales.processed(sales.quote())
    ConnectionSetup.objects.update(client_secret="no longer valid")
    assert len(rows(processor, QUOTES)) == 1
    assert "cannot be read now" in processor.get(QUOTES).content.decode()


def test_an_empty_page_says_what_to_do_first(sales: Sales, processor: Client) -> None:
    text = processor.get(QUOTES).content.decode()
    assert "Quotes appear here when salespeople activate them in" in text


@pytest.mark.parametrize("page", [ORDERS, QUOTES])
def test_who_only_looks_makes_nothing(sales: Sales, page: str) -> None:
    document: Any = sales.order() if page == ORDERS else sales.quote()
    viewer = signed_in(VIEWER)
    assert len(rows(viewer, page)) == 1
    assert viewer.post(page, {"id": [str(document.pk)]}).status_code == 403
    assert not CrmDocument.objects.exists()
