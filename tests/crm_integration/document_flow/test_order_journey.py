"""The page that shows one order of the CRM from being submitted to being paid."""

import base64
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm_integration.document_flow.order_life.journey import Measure, Stage, StageName
from crm_integration.job_queue import enqueue
from crm_integration.models import ConnectionSetup
from erp.admin.roles import ITEM_AVAILABILITY_USER
from erp.models import CustomerLedgerEntry, SalesInvoiceHeader
from erp.operations.change_web_service_key import change_web_service_key
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from erp.operations.register_payment import register_payment
from erp.operations.release_sales_document import release_sales_document
from tests.crm_integration.document_flow.sales import LINA, Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def journey(client: Client, order: Any) -> Any:
    return client.get(reverse("admin:order_journey", args=[order.pk]))


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def stages(answer: Any) -> list[tuple[str, str]]:
    return [(str(stage.label), stage.css) for stage in answer.context["stages"]]


def test_an_order_is_followed_until_it_is_invoiced_and_gone(sales: Sales, processor: Client) -> None:
    order = sales.order(sales.line(quantity=4), sales.line(LINA, quantity=2))
    header = sales.created(order)
    release_sales_document(record_id=header.id)
    rows = [{"id": line.id, "qty_to_ship": 1, "qty_to_invoice": 0} for line in header.lines.all()]
    modify_sales_document(record_id=header.id, values={}, lines=rows)
    shipment = post_sales_document(record_id=header.id, ship=True, invoice=False).shipment
    page = journey(processor, order)
    assert stages(page) == [
        ("Submitted", ""),
        ("Created", ""),
        ("Released", ""),
        ("Partly shipped", "now"),
        ("Invoiced", "next"),
        ("Paid", "next"),
    ]
    assert shipment
    for text in (order.ordernumber, header.no, shipment.no, "2 of 6 PCS", "Equal", "is not told yet"):
        assert text in words(page)

    invoice = post_sales_document(record_id=header.id, ship=True, invoice=True).invoice
    sales.systems.work(enqueue(kind="sales_order_status").pk)
    page = journey(processor, order)
    assert stages(page)[3:] == [("Shipped", ""), ("Invoiced", ""), ("To be paid", "now")]
    assert invoice
    for text in (invoice.no, "Everything of sales order", "posted to the order timeline", "Equal"):
        assert text in words(page)
    assert reverse("admin:erp_salesorder_change", args=[header.id]) not in page.content.decode()


def test_an_invoiced_order_is_followed_until_it_is_paid(sales: Sales, processor: Client) -> None:
    order = sales.order()
    invoice = post_sales_document(record_id=sales.created(order).id, ship=True, invoice=True).invoice
    assert invoice
    entry = CustomerLedgerEntry.objects.get(document_no=invoice.no)
    total = SalesInvoiceHeader.objects.get().amount_including_vat
    payment: Any = {
        "customer_no": entry.customer_id,
        "posting_date": date(2026, 9, 1),
        "applies_to": [entry.id],
    }
    register_payment(amount=total - 1, document_no="BANK-7", **payment)
    assert stages(journey(processor, order))[5] == ("Partly paid", "now")
    register_payment(amount=total - (total - 1), document_no="BANK-8", **payment)
    page = journey(processor, order)
    assert [css for _label, css in stages(page)] == [""] * 6
    assert "BANK-7" in words(page)
    assert "BANK-8" in words(page)


def test_an_order_that_failed_shows_the_sentence_with_its_cure(sales: Sales, processor: Client) -> None:
    order = sales.order(sales.written_in("Something special"))
    sales.problem(order)
    page = journey(processor, order)
    assert stages(page)[:2] == [("Submitted", ""), ("To be created", "now")]
    assert "It has a product that is written in." in words(page)
    assert reverse("admin:erp_salesreceivablessetup_changelist") in page.content.decode()


def test_what_is_known_here_is_shown_while_the_crm_is_not_asked(sales: Sales, processor: Client) -> None:
    order, waiting = sales.order(), sales.order()
    header = sales.created(order)
    assert stages(journey(processor, waiting))[:2] == [("Submitted", ""), ("To be created", "now")]
    ConnectionSetup.objects.update(is_enabled=False)
    assert header.no in words(journey(processor, order))
    assert journey(processor, waiting).status_code == 302


def test_cards_lead_to_the_journey_of_what_came_from_the_crm(sales: Sales, processor: Client) -> None:
    order = sales.order()
    header = sales.created(order)
    card = processor.get(reverse("admin:erp_salesorder_change", args=[header.id]))
    invoice = post_sales_document(record_id=header.id, ship=True, invoice=True).invoice
    assert invoice
    posted = processor.get(reverse("admin:erp_salesinvoiceheader_change", args=[invoice.id]))
    address = reverse("admin:order_journey", args=[order.pk])
    assert (address in card.content.decode(), address in posted.content.decode()) == (True, True)


def asked(query: str, key: str) -> Any:
    login = base64.b64encode(f"stock:{key}".encode()).decode()
    return Client().get(f"/ODataV4/OrderJourney{query}", headers={"Authorization": f"Basic {login}"})


@pytest.fixture
def key(sales: Sales) -> str:
    """Of the user as which the CRM asks."""
    user = User.objects.create_user("stock")
    user.groups.add(Group.objects.get(name=ITEM_AVAILABILITY_USER))
    return change_web_service_key(user=user, now=timezone.now())


def test_the_crm_asks_for_the_journey_of_one_order_by_key(sales: Sales, key: str) -> None:
    order = sales.order(sales.line(quantity=4))
    header = sales.created(order)
    rows = [{"id": line.id, "qty_to_ship": 1} for line in header.lines.all()]
    modify_sales_document(record_id=header.id, values={}, lines=rows)
    shipment = post_sales_document(record_id=header.id, ship=True, invoice=False).shipment
    assert shipment
    stages = asked(f"?$filter=CRM_ID eq {order.pk}", key).json()["value"]
    assert [row["Progress"] for row in stages] == ["done", "done", "done", "now", "next", "next"]
    shipped = {name: stages[3][name] for name in ("Stage", "Partial", "DocumentNo", "Done", "Of", "UOM")}
    assert shipped == {
        "Stage": "shipped",
        "Partial": True,
        "DocumentNo": shipment.no,
        "Done": 1,
        "Of": 4,
        "UOM": "PCS",
    }
    assert asked(f"?$filter=CRM_ID eq {header.id}", key).json()["value"] == []
    assert asked("", key).status_code == 400
    assert asked(f"?$filter=CRM_ID ne {order.pk}", key).status_code == 400
    assert asked(f"?$filter=CRM_ID eq {order.pk}", "wrong").status_code == 401
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=False)
    assert asked(f"?$filter=CRM_ID eq {order.pk}", key).status_code == 404


def test_quantities_of_the_journey_keep_their_digits(
    sales: Sales, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = Measure(Decimal("12345678901234.56789"), Decimal("98765432109876.50000"), "KG")
    shipped = Stage(StageName.SHIPPED, measure=measure)
    monkeypatch.setattr("crm_integration.rest_api.order_journey.stages_of", lambda *_, **__: [shipped])
    order = sales.order()
    sales.created(order)
    answer = asked(f"?$filter=CRM_ID eq {order.pk}", key)
    assert answer["Content-Type"] == "application/json"
    assert b'"Done":12345678901234.56789,"Of":98765432109876.5,' in answer.content
