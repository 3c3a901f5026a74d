"""Posted sales invoices become invoices of the CRM; payments and cancellations become their states."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from crm.models import Invoice, InvoiceDetail, Organization, ProductPriceLevel
from crm_integration.dataverse.clients import client_for
from crm_integration.document_flow.posted_sales_invoices.states import update_invoice_states
from crm_integration.models import ConnectionSetup, Coupling
from erp.models import CustomerLedgerEntry, SalesInvoiceHeader
from erp.operations.register_payment import register_payment
from tests.crm_integration.document_flow.invoices import create, invoiced, sold
from tests.crm_integration.document_flow.sales import CHAIR, LINA, Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
FREE, ZERO = {"unit_price": 0}, Decimal(0)


@pytest.fixture(autouse=True)
def _told(sales: Sales) -> None:
    sales.tell_crm()


def pay(sales: Sales, invoice: SalesInvoiceHeader, amount: Decimal) -> None:
    entry = CustomerLedgerEntry.objects.get(document_no=invoice.no)
    register_payment(
        customer_no=sales.customer.no,
        posting_date=timezone.localdate(),
        amount=amount,
        document_no=f"P{amount}",
        applies_to=[entry.id],
    )


def state(invoice: SalesInvoiceHeader) -> Any:
    return now(Invoice.objects.get(invoicenumber=invoice.no), "statecode", "statuscode")


def test_an_invoice_arrives_billed_with_the_back_offices_amounts(sales: Sales) -> None:
    order = sales.order(
        sales.line(quantity=3, manualdiscountamount=Decimal("8.50")),
        sales.line(LINA),
        discountpercentage=Decimal(10),
        freightamount=Decimal(25),
    )
    invoice = invoiced(sales, order)
    result = create(sales, invoice)
    assert result.problem is None
    crm: Any = Invoice.objects.get(pk=result.crm_id)
    assert (crm.statecode, crm.statuscode) == (0, 4)
    assert (crm.name, crm.salesorderid_id, crm.invoicenumber) == ("Canteen", order.pk, invoice.no)
    assert crm.totalamount == invoice.amount_including_vat == now(order, "totalamount")
    assert (crm.totaldiscountamount, crm.totallineitemdiscountamount) == (41, Decimal("8.5"))
    lines = InvoiceDetail.objects.filter(invoiceid=crm.pk).order_by("lineitemnumber")
    rows = lines.values_list("productname", "quantity", "priceperunit", "baseamount", "extendedamount")
    assert list(rows) == [
        ("Chair", 3, Decimal("79.5"), Decimal("238.5"), Decimal("230")),
        ("Lina", 2, 90, 180, 180),
        (lines[2].productdescription, 1, 25, 25, 25),
    ]
    assert "Freight" in str(lines[2].productdescription)


def test_an_invoice_is_created_once_however_often_it_is_asked_for(sales: Sales) -> None:
    invoice = invoiced(sales, sales.order())
    sales.systems.fault("answer_lost", rate=1, remaining=1, method="POST")
    assert create(sales, invoice).is_new
    assert not create(sales, invoice).is_new
    Coupling.objects.filter(mapping="POSTEDSALESINV-INV").delete()
    create(sales, invoice)
    assert Invoice.objects.count() == 1
    assert Coupling.objects.filter(mapping="POSTEDSALESINV-INV").count() == 1


def test_the_mappings_run_leaves_an_invoice_in_step_alone(sales: Sales) -> None:
    invoice = invoiced(sales, sales.order())
    create(sales, invoice)
    sales.systems.run("POSTEDSALESINV-INV")
    sales.systems.sent.requests.clear()
    sales.systems.run("POSTEDSALESINV-INV")
    assert sales.systems.sent.writes == []
    assert state(invoice) == (0, 4)
    assert now(Invoice.objects.get(), "totalamount") == invoice.amount_including_vat


def test_payments_make_it_paid_in_part_and_then_completely(sales: Sales) -> None:
    invoice = invoiced(sales, sales.order())
    create(sales, invoice)
    client = client_for(sales.setup)
    pay(sales, invoice, Decimal(100))
    assert update_invoice_states(client, [invoice.id]) == 1
    assert state(invoice) == (2, 100002)
    pay(sales, invoice, Decimal(59))
    assert update_invoice_states(client, [invoice.id]) == 1
    assert state(invoice) == (2, 100001)
    assert update_invoice_states(client, [invoice.id]) == 0


def test_an_invoice_without_an_order_of_the_crm_bears_its_own_number(sales: Sales) -> None:
    invoice = sold(sales)
    result = create(sales, invoice)
    crm: Any = Invoice.objects.get(pk=result.crm_id)
    assert (crm.name, crm.salesorderid_id, crm.customerid) == (invoice.no, None, sales.account_id)


def test_a_line_says_where_and_when_it_was_delivered(sales: Sales) -> None:
    invoice = sold(sales, ship_to_name="Acme, gate 3", ship_to_city="Bergen")
    create(sales, invoice)
    line: Any = InvoiceDetail.objects.get()
    assert (line.shipto_name, line.shipto_city) == ("Acme, gate 3", "Bergen")
    assert line.actualdeliveryon.date() == invoice.shipment_date


def test_a_product_that_the_price_list_of_the_invoice_lacks_is_added_to_it_once(sales: Sales) -> None:
    ConnectionSetup.objects.update(default_price_list_id=None)
    prices = ProductPriceLevel.objects.filter(pricelevelid__name__startswith="Price List in")
    for quantity in (1, 2):
        chair, gift = ({"type": "item", "no": CHAIR, "quantity": quantity, **price} for price in ({}, FREE))
        assert create(sales, sold(sales, chair, gift)).problem is None
        assert [(price.productid_id, price.amount) for price in prices] == [
            (sales.product().pk, Decimal("79.5"))
        ]


def test_a_price_list_of_the_back_office_takes_its_prices_from_there_alone(sales: Sales) -> None:
    ProductPriceLevel.objects.all().delete()
    create(sales, sold(sales))
    assert not ProductPriceLevel.objects.exists()


@pytest.mark.parametrize("is_told", [True, False])
@pytest.mark.parametrize(
    ("quantity", "discount", "sent"),
    [(3, Decimal("12.75"), [Decimal("4.25")]), (3, Decimal(10), [Decimal("3.33"), ZERO])],
    ids=["whole", "rounded"],
)
def test_where_discounts_are_per_unit_the_invoice_still_comes_to_what_is_billed(
    sales: Sales, is_told: bool, quantity: int, discount: Decimal, sent: list[Decimal]
) -> None:
    Organization.objects.update(extra={"discountcalculationmethod": 1}, issopintegrationenabled=is_told)
    line = {"type": "item", "no": CHAIR, "quantity": quantity, "line_discount_amount": discount}
    invoice = sold(sales, line)
    assert create(sales, invoice).problem is None
    lines = InvoiceDetail.objects.order_by("lineitemnumber")
    assert list(lines.values_list("manualdiscountamount", flat=True)) == sent
    assert Invoice.objects.get().totalamount == invoice.amount_including_vat
