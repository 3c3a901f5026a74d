"""Submitted orders of the CRM become sales orders, each exactly one."""

from datetime import date
from decimal import Decimal

import pytest

from crm_integration.models import Coupling, CrmDocument
from erp.models import SalesHeader, SalesReceivablesSetup
from erp.operations.create_items import create_items
from erp.operations.save_setup import save_setup
from tests.crm_integration.document_flow.sales import LINA, Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def test_a_submitted_order_becomes_a_sales_order_with_the_crms_total(sales: Sales) -> None:
    order = sales.order(
        sales.line(quantity=3, manualdiscountamount=Decimal("8.50")),
        sales.line(LINA, quantity=2),
        name="Canteen",
        freightamount=Decimal(25),
        shipto_city="Oslo",
        shipto_country="Norway",
    )
    header = sales.created(order)
    assert (header.document_type, header.status) == ("order", "open")
    assert (header.sell_to_customer_id, header.your_reference) == (sales.customer.no, order.ordernumber)
    assert (header.external_document_no, header.ship_to_city) == ("Canteen", "Oslo")
    assert header.ship_to_country_region_id == "NO"
    lines = header.lines.values_list("type", "no", "quantity", "unit_price", "line_discount_amount", "amount")
    assert list(lines) == [
        ("item", "1000", 3, Decimal("79.5"), Decimal("8.5"), Decimal("230")),
        ("resource", LINA, 2, 90, 0, 180),
        ("gl_account", SalesReceivablesSetup.objects.get().freight_gl_account_id, 1, 25, 0, 25),
    ]
    assert header.amount == now(order, "totalamount") == Decimal("435.00")


def test_the_crms_order_is_stamped_and_stays_submitted(sales: Sales) -> None:
    order = sales.order()
    sales.created(order)
    stamped = now(order, "statecode", "statuscode", "lastbackofficesubmit")
    assert stamped[:2] == (1, 3)
    assert stamped[2].date() == date.today()  # noqa: DTZ011
    document = CrmDocument.objects.get()
    assert document.stamped_at is not None
    assert (document.number, document.customer, document.name) == (order.ordernumber, "Acme", "Canteen")
    assert document.submitted_at == order.modifiedon
    coupling = Coupling.objects.get(mapping="SALESORDER-ORDER")
    assert (coupling.erp_id, coupling.crm_id) == (document.erp_id, order.pk)


def test_an_order_is_created_once_however_often_it_is_asked_for(sales: Sales) -> None:
    order = sales.order()
    first, second = sales.create(order), sales.create(order)
    assert [result.is_new for result in first + second] == [True, False]
    assert SalesHeader.objects.count() == 1
    sales.systems.sent.requests.clear()
    sales.create(order)
    assert sales.systems.sent.writes == []


def test_an_order_that_fails_is_kept_with_its_reason_and_nothing_else_is(sales: Sales) -> None:
    order = sales.order(sales.written_in("Something special"))
    document = sales.problem(order)
    assert (document.status, document.code, document.cure) == (
        "failed",
        "write_in_product_missing",
        "configuration",
    )
    assert not SalesHeader.objects.exists()
    assert not Coupling.objects.filter(mapping="SALESORDER-ORDER").exists()
    assert now(order, "lastbackofficesubmit") is None


def test_a_failed_order_is_created_when_its_cure_came(sales: Sales) -> None:
    order = sales.order(sales.written_in("Something special"))
    sales.problem(order)
    save_setup(
        model=SalesReceivablesSetup, values={"write_in_product_type": "item", "write_in_product_no": ""}
    )
    assert sales.problem(order).times == 2
    create_items(rows=[{"no": "MISC", "description": "Miscellaneous", "type": "service"}])
    save_setup(model=SalesReceivablesSetup, values={"write_in_product_no": "MISC"})
    header = sales.created(order)
    assert header.lines.get().description == "Something special"
    assert CrmDocument.objects.get().status == "created"
