"""What other apps put on the pages of the back office."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from django.contrib import messages
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from erp.admin.design import status
from erp.admin.extensions import (
    PROCESS,
    SALES,
    Action,
    Extensions,
    FactBox,
    HeaderState,
    HomePanel,
    HomeTile,
    ListColumn,
    ListFilter,
    Note,
    Page,
    RecordNotes,
    RecordNotesSource,
    Status,
    Tile,
)
from erp.demo.factories import CustomerFactory
from erp.models import Customer

LIST = "/admin/erp/customer/"
ran: list[tuple[str, list[UUID]]] = []


def _run(code: str) -> Any:
    def run(request: HttpRequest, ids: Sequence[UUID]) -> None:
        ran.append((code, list(ids)))
        messages.success(request, f"Did {code}.")

    return run


def action(code: str, **values: Any) -> Action:
    return Action(**{"code": code, "label": code.title(), "group": PROCESS, "run": _run(code), **values})


def card(customer: Customer) -> str:
    return reverse("admin:erp_customer_change", args=[customer.pk])


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    ran.clear()


def test_the_back_office_works_without_any_registration(
    order_processor: Client, only_back_office: Extensions
) -> None:
    customer = CustomerFactory.create(name="Santé Gourmet")
    for url in ("/admin/", LIST, card(customer), "/admin/tell-me/?q=cust"):
        assert order_processor.get(url).status_code == 200


def test_an_action_on_chosen_records_gets_their_ids(
    order_processor: Client, only_back_office: Extensions
) -> None:
    only_back_office.for_table("customer", action("check", needs="many"))
    chosen = [customer.pk for customer in CustomerFactory.create_batch(3)[:2]]
    asked = {"action": "check", "index": "0", "_selected_action": [str(pk) for pk in chosen]}
    page = order_processor.post(LIST, asked, follow=True).content.decode()
    assert [(code, set(ids)) for code, ids in ran] == [("check", set(chosen))]
    assert "Did check." in page


def test_an_action_for_one_record_refuses_two(order_processor: Client, only_back_office: Extensions) -> None:
    only_back_office.for_table("customer", action("open", needs="one"))
    chosen = [str(customer.pk) for customer in CustomerFactory.create_batch(2)]
    asked = {"action": "open", "index": "0", "_selected_action": chosen}
    assert "exactly one record" in order_processor.post(LIST, asked, follow=True).content.decode()
    assert ran == []


def test_an_action_runs_from_the_card_with_that_record(
    order_processor: Client, only_back_office: Extensions
) -> None:
    only_back_office.for_table("customer", action("check", needs="many"))
    customer = CustomerFactory.create()
    url = f"{LIST}{customer.pk}/actions/check/"
    assert url in order_processor.get(card(customer)).content.decode()
    assert order_processor.post(url)["Location"] == card(customer)
    assert ran == [("check", [customer.pk])]
    assert order_processor.get(url).status_code == 405


def test_an_action_goes_back_to_where_it_came_from_but_not_to_another_site(
    order_processor: Client, only_back_office: Extensions
) -> None:
    only_back_office.for_table("customer", action("refresh"))
    url = f"{LIST}actions/refresh/"
    assert order_processor.post(url, {"next": f"{LIST}?p=2"})["Location"] == f"{LIST}?p=2"
    assert order_processor.post(url, {"next": "https://elsewhere.example/"})["Location"] == LIST


def test_an_action_needs_its_permission_on_the_page_and_when_it_is_posted(
    viewer: Client, only_back_office: Extensions
) -> None:
    only_back_office.for_table("customer", action("erase", permission="erp.delete_customer"))
    customer = CustomerFactory.create()
    assert "Erase" not in viewer.get(card(customer)).content.decode()
    assert viewer.post(f"{LIST}{customer.pk}/actions/erase/").status_code == 403
    assert viewer.post(f"{LIST}{customer.pk}/actions/unknown/").status_code == 404
    assert ran == []


def test_an_action_that_cannot_be_used_says_why(
    order_processor: Client, only_back_office: Extensions
) -> None:
    reason = "It is coupled already."
    only_back_office.for_table("customer", action("couple", unavailable=lambda request, record: reason))
    page = order_processor.get(card(CustomerFactory.create())).content.decode()
    assert f'aria-disabled="true" title="{reason}"' in page


def test_a_column_is_loaded_once_for_the_whole_page(
    order_processor: Client, only_back_office: Extensions
) -> None:
    asked: list[int] = []

    def load(request: HttpRequest, ids: Sequence[UUID]) -> dict[UUID, Any]:
        asked.append(len(ids))
        return {ids[0]: status("ok", "Coupled", "link"), ids[1]: "<b>not html</b>"}

    only_back_office.for_table("customer", ListColumn(code="coupled", header="Coupled", load=load))
    CustomerFactory.create_batch(5)
    page = order_processor.get(LIST).content.decode()
    assert asked == [5]
    assert "status-ok" in page
    assert "&lt;b&gt;not html" in page


def test_a_filter_narrows_the_list(order_processor: Client, only_back_office: Extensions) -> None:
    only_back_office.for_table(
        "customer",
        ListFilter(
            code="coupled",
            title="coupled",
            choices=[("yes", "Coupled")],
            apply=lambda records, chosen: records.filter(name="Santé Gourmet"),
        ),
    )
    CustomerFactory.create(name="Santé Gourmet")
    CustomerFactory.create(name="Frankenversand")
    assert "Frankenversand" not in order_processor.get(LIST, {"coupled": "yes"}).content.decode()
    assert "Frankenversand" in order_processor.get(LIST, {"coupled": "nonsense"}).content.decode()


def test_a_slow_factbox_is_loaded_after_the_card(
    order_processor: Client, only_back_office: Extensions
) -> None:
    only_back_office.for_table(
        "customer",
        FactBox(
            code="open_orders",
            title="Open orders",
            template="erp/customer_factbox.html",
            load=lambda request, customer: {"customer": customer},
            lazy=True,
        ),
    )
    customer = CustomerFactory.create(name="Santé Gourmet")
    url = f"{LIST}{customer.pk}/factboxes/open_orders/"
    assert f'data-load-url="{url}"' in order_processor.get(card(customer)).content.decode()
    assert '<section class="factbox" id="factbox-open_orders">' in order_processor.get(url).content.decode()


def test_notes_stand_at_the_record_and_at_its_fields(
    order_processor: Client, only_back_office: Extensions
) -> None:
    notes = RecordNotes(
        status=Status(look="conflict", text="Conflict"),
        banners=[Note(look="warn", text="Both sides changed it.")],
        fields={"phone_no": Note(look="conflict", text="The other side has <1>.")},
    )
    only_back_office.for_table(
        "customer", RecordNotesSource(code="notes", load=lambda request, record: notes)
    )
    page = order_processor.get(card(CustomerFactory.create())).content.decode()
    assert "status-warn" in page
    assert "Both sides changed it." in page
    assert "The other side has &lt;1&gt;." in page


def test_pages_tiles_panels_and_states_appear_with_their_counts(
    order_processor: Client, only_back_office: Extensions
) -> None:
    failed = Tile(label="Failed records", figure=17, url="/", status=Status(look="err", text="Needs a cure"))
    only_back_office.everywhere(
        Page(area=SALES, label="Errors", url_name="admin:tell_me", count=lambda request: 4321),
        Page(area=SALES, label="Secret", url_name="admin:index", permission="erp.delete_currency"),
        HomeTile(code="failed", load=lambda request: failed),
        HomeTile(code="hidden", load=lambda request: failed, permission="erp.delete_currency"),
        HomePanel(code="panel", template="erp/last_changed_customers.html", load=lambda request: {}),
        HeaderState(code="state", load=lambda request: (Status(look="ok", text="Connected"), "/")),
    )
    page = order_processor.get("/admin/").content.decode()
    assert '<span class="count">4,321</span>' in page
    assert "Secret" not in page
    assert page.count("Needs a cure") == 1
    assert "Customers changed last" in page
    assert "Connected" in page


def test_a_declaration_is_registered_once(only_back_office: Extensions) -> None:
    only_back_office.for_table("customer", action("check"))
    with pytest.raises(ValueError, match="Action check is registered twice for customer"):
        only_back_office.for_table("customer", action("check"))


def test_an_action_opens_a_page_or_has_an_effect(only_back_office: Extensions) -> None:
    with pytest.raises(ValueError, match="needs either url or run"):
        action("both", url=lambda request, ids: "/")
