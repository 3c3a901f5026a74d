"""Sales orders, row by row of what is promised: from the salesperson's submission to the end of the order."""

from typing import Any
from uuid import UUID

import pytest

from crm_integration.models import ConnectionSetup
from erp.models import (
    Currency,
    Customer,
    Item,
    PaymentTerms,
    SalesHeader,
    SalesInvoiceHeader,
    SalesReceivablesSetup,
    SalesShipmentHeader,
    ShipmentMethod,
    ShippingAgent,
)
from tests.crm.embedded_crm import WebApi
from tests.crm_integration.document_flow.test_document_pages import rows
from tests.scenarios.people import (
    CHAIR,
    CRM_ORDERS,
    JOBS,
    LINA,
    ORDER_INTEGRATION,
    People,
    token_of,
    words,
)

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
AUTO, STATUS, HEADERS = "AUTO CREATE SALES ORDERS", "SALES ORDER STATUS", "SALESORDER-ORDER"
BACK, SUBMITTED, INVOICED = (0, 2), (1, 3), (4, 100003)


def made_of(people: People, order: UUID) -> SalesHeader:
    """The one sales order with the number of the CRM's order."""
    (number,) = people.karin.sees("salesorders", order, "ordernumber")
    return SalesHeader.objects.get(document_type="order", your_reference=number)


def created(people: People, order: UUID) -> SalesHeader:
    """Paula presses *Create in Business Central*."""
    people.paula.creates(order)
    return made_of(people, order)


def listed(people: People, show: str) -> list[str]:
    return rows(people.paula.browser, CRM_ORDERS, show)


# ---- E1


def test_orders_that_people_submit_become_sales_orders_automatically(people: People) -> None:
    submitted, draft = people.karin.order(), people.karin.order(submit=False)
    people.kim.automates(auto_create_sales_orders="on")
    people.job(AUTO)
    assert SalesHeader.objects.get() == made_of(people, submitted)
    assert people.karin.state(submitted) == SUBMITTED
    people.karin.submit(draft)
    people.job(AUTO)
    assert made_of(people, draft).no in people.paula.reads("/admin/erp/salesorder/")


def test_submitted_orders_wait_unless_they_are_to_be_created_automatically(people: People) -> None:
    people.karin.order()
    assert AUTO not in people.kim.reads(JOBS)
    assert "Canteen Acme" in listed(people, "waiting")[0]


# ---- E2


def test_create_in_business_central_makes_one_order_and_opens_it(people: People) -> None:
    order = people.karin.order()
    page = people.paula.creates(order)
    header = made_of(people, order)
    assert page.redirect_chain[-1][0] == people.paula.card(header)
    assert people.paula.said == [f"Sales order {header.no} was created."]


def test_create_in_business_central_makes_many_orders(people: People) -> None:
    orders = [people.karin.order(name=f"Canteen {number}") for number in range(3)]
    people.paula.creates(*orders[:2])
    people.systems.work_all()
    made = [made_of(people, order).no for order in orders[:2]]
    shown = " ".join(listed(people, "created"))
    assert [no in shown for no in made] == [True, True]
    assert ["Canteen 2" in row for row in listed(people, "waiting")] == [True]


# ---- E3


@pytest.fixture
def abroad(people: People) -> People:
    """Terms and a currency that the administrator entered and created in the CRM, with a price list in it."""
    kim = people.kim
    rate = {"starting_date": "2020-01-01", "exchange_rate_amount": "1", "relational_exch_rate_amount": "1.25"}
    inline = {f"exchange_rates-0-{name}": value for name, value in rate.items()}
    kim.adds("currency", code="EUR", description="Euro", **{"exchange_rates-TOTAL_FORMS": "1", **inline})
    kim.adds("paymentterms", code="NET45", description="45 days", due_date_calculation="45D")
    kim.adds("shipmentmethod", code="PICKUP", description="Pick up at the store")
    kim.adds("shippingagent", code="POST", name="The post")
    for model in (Currency, PaymentTerms, ShipmentMethod, ShippingAgent):
        kim.acts(model.objects.get(), "create_in_crm")
    people.systems.work_all()
    crm = WebApi(token_of("kim"))
    euro = people.karin.find("transactioncurrencies", "isocurrencycode eq 'EUR'", "transactioncurrencyid")
    crm.create(
        "pricelevels",
        name="Europe",
        **{"transactioncurrencyid@odata.bind": f"/transactioncurrencies({euro})"},
    )
    return people


# What Karin writes into the CRM's order, and what then stands on the card of the sales order.
OFFERED: dict[str, Any] = {
    "price_list": "Europe",
    "name": "A name that is longer than external numbers may be",
    "description": "Ring first.\nThe lift is small.",
    "requestdeliveryby": "2026-12-24T00:00:00Z",
    "discountpercentage": 10,
    "discountamount": 2.5,
    "freightamount": 12,
    "billto_line1": "Rue de la Loi 16",
    "billto_postalcode": "1000",
    "billto_city": "A city whose name is far longer than thirty characters",
    "billto_country": "Belgium",
    "shipto_line1": "Kaai 7",
    "shipto_line2": "Gate " * 20,
    "shipto_postalcode": "2000",
    "shipto_city": "Antwerpen",
    "shipto_stateorprovince": "Antwerpen",
    "shipto_country": "BE",
}
TAKEN_OVER = {
    "external_document_no": "A name that is longer than external",  # 35 characters
    "requested_delivery_date": "2026-12-24",
    "work_description": "Ring first.\nThe lift is small.",
    "currency": "EUR",
    "payment_terms": "NET45",
    "shipment_method": "PICKUP",
    "shipping_agent": "POST",
    "payment_discount_percent": "10.00",
    "invoice_discount_amount": "25.00",  # 2.50, and a tenth of 225.00
    "bill_to_address": "Rue de la Loi 16",
    "bill_to_address_2": "",
    "bill_to_post_code": "1000",
    "bill_to_city": "A city whose name is far longe",  # 30 characters
    "bill_to_county": "",
    "bill_to_country_region": "BE",
    "ship_to_address": "Kaai 7",
    "ship_to_address_2": "Gate Gate Gate Gate Gate Gate Gate Gate Gate Gate",  # 50 without the blank
    "ship_to_post_code": "2000",
    "ship_to_city": "Antwerpen",
    "ship_to_county": "Antwerpen",
    "ship_to_country_region": "BE",
}


def test_the_header_comes_over_with_addresses_currency_discounts_freight_and_dates(abroad: People) -> None:
    karin, paula = abroad.karin, abroad.paula
    chosen = {"paymenttermscode": "NET45", "freighttermscode": "PICKUP", "shippingmethodcode": "POST"}
    options: dict[str, Any] = {
        column: karin.option("salesorder", column, label) for column, label in chosen.items()
    }
    chairs = karin.line(quantity=4, priceperunit=60, ispriceoverridden=True, manualdiscountamount=15)
    order = karin.order(chairs, **OFFERED, **options)
    header = created(abroad, order)
    number, total = karin.sees("salesorders", order, "ordernumber", "totalamount")
    parties = {"your_reference": number, "sell_to_customer": Customer.objects.get().no}
    expected = {**TAKEN_OVER, **parties}
    assert paula.fields(header, *expected) == expected
    columns = ("type", "no", "description", "quantity", "unit_price", "line_discount_percent")
    assert paula.lines(header, *columns) == [
        ("item", CHAIR, "Chair", "4", "60.00", "6.25"),
        ("gl_account", "6810", "Freight Amount", "1", "12.00", "0"),
    ]
    assert f"Total Incl. VAT EUR {total:.2f}" in paula.shows(header)


def test_what_an_order_leaves_blank_stays_as_the_customer_has_it(people: People) -> None:
    acme = Customer.objects.get()
    people.paula.saves(acme, address="Main Street 1", city="Oslo", country_region="NO")
    header = created(people, people.karin.order(billto_city=" "))
    expected = {
        "bill_to_address": "Main Street 1",
        "bill_to_city": "Oslo",
        "ship_to_country_region": "NO",
        "ship_to_city": "Oslo",
        "currency": "",
        "requested_delivery_date": "",
        "invoice_discount_amount": "0.00",
        "work_description": "",
    }
    assert people.paula.fields(header, *expected) == expected


# ---- E4


def test_write_in_products_go_to_the_record_that_the_setup_names(people: People) -> None:
    karin, paula, kim = people.karin, people.paula, people.kim
    order = karin.order(karin.written_in("Engraving by hand", 25), karin.line(quantity=1))
    paula.creates(order)
    assert paula.said == [
        "It has a product that is written in. Name the Write-in Product No. in Sales & Receivables Setup."
    ]
    kim.adds("item", no="MISC", description="Miscellaneous", type="service", base_unit_of_measure="PCS")
    kim.sets_up_sales(write_in_product_type="item", write_in_product_no="MISC")
    header = created(people, order)
    assert paula.lines(header, "type", "no", "description", "quantity", "unit_price") == [
        ("item", "MISC", "Engraving by hand", "1", "25.00"),
        ("item", CHAIR, "Chair", "1", "79.50"),
    ]


@pytest.mark.parametrize(("kind", "no"), [("item", CHAIR), ("resource", LINA)])
def test_the_record_of_written_in_products_may_not_be_coupled(people: People, kind: str, no: str) -> None:
    page = words(people.kim.sets_up_sales(write_in_product_type=kind, write_in_product_no=no))
    assert f"Write-in Product No. {no} is coupled with a product of another system" in page
    assert SalesReceivablesSetup.objects.get().write_in_product_no == ""


def test_the_record_of_written_in_products_does_not_become_a_product(people: People) -> None:
    kim = people.kim
    kim.adds("item", no="MISC", description="Miscellaneous", type="service", base_unit_of_measure="PCS")
    kim.sets_up_sales(write_in_product_type="item", write_in_product_no="MISC")
    kim.acts(Item.objects.get(no="MISC"), "create_in_crm")
    people.systems.work_all()
    people.systems.run("ITEM-PRODUCT", "full")
    assert people.karin.rows("products", "productnumber eq 'MISC'", "name") == []
    order = people.karin.order(people.karin.written_in("Engraving by hand", 25))
    assert people.paula.lines(created(people, order), "no", "description") == [("MISC", "Engraving by hand")]


# ---- E5


def test_long_descriptions_continue_in_comment_lines(people: People) -> None:
    text = "x" * 250
    order = people.karin.order(
        people.karin.line(description="Chair"),
        people.karin.line(description=f"{text}\nTo the back door"),
    )
    header = created(people, order)
    assert people.paula.lines(header, "type", "no", "description") == [
        ("item", CHAIR, "Chair"),
        ("item", CHAIR, "Chair"),
        ("comment", "", "x" * 100),
        ("comment", "", "x" * 100),
        ("comment", "", "x" * 50),
        ("comment", "", "To the back door"),
    ]


# ---- E6


def header_in_crm(people: People, order: UUID) -> tuple[Any, ...]:
    columns = ("requestdeliveryby", "datefulfilled", "shipto_city")
    return people.karin.sees("salesorders", order, *columns)


def test_changes_of_a_released_orders_header_go_back_periodically(people: People) -> None:
    paula = people.paula
    order = people.karin.order(people.karin.line(quantity=4))
    header = created(people, order)
    paula.saves(header, requested_delivery_date="2026-12-24", ship_to_city="Bergen")
    people.job(HEADERS)
    assert header_in_crm(people, order) == (None, None, None)  # the order is open
    paula.saves(header, action="release")
    header.refresh_from_db()
    paula.posts(header, "ship", **{"lines-0-qty_to_ship": "1"})
    people.job(HEADERS)
    shipped = SalesShipmentHeader.objects.get().posting_date
    assert header_in_crm(people, order) == ("2026-12-24T00:00:00Z", f"{shipped}T00:00:00Z", "Bergen")
    assert people.karin.state(order) == SUBMITTED


def test_an_order_that_was_made_here_does_not_go_to_the_crm(people: People) -> None:
    number = Customer.objects.get().no
    line = {"lines-0-no": CHAIR, "lines-0-quantity": "3"}
    people.paula.adds("salesorder", sell_to_customer=number, **line)
    people.paula.saves(SalesHeader.objects.get(), action="release")
    people.job(HEADERS)
    assert SalesHeader.objects.get().status == "released"
    assert people.karin.rows("salesorders", "statecode ge 0", "name") == []


def test_no_header_goes_back_while_order_integration_is_off(people: People) -> None:
    order = people.karin.order()
    header = created(people, order)
    people.kim.signs_in(ORDER_INTEGRATION)
    assert "Invoice or cancel them before you switch" in people.kim.said[0]
    # As after a restored backup: off here, while the CRM has the order submitted.
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=False)
    people.paula.saves(header, ship_to_city="Bergen", action="release")
    people.job(HEADERS)
    assert header_in_crm(people, order) == (None, None, None)
    assert people.kim.reads(JOBS).count("Failed") == 0
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=True)
    people.job(HEADERS)
    assert header_in_crm(people, order) == (None, None, "Bergen")


# ---- E7


def test_release_shipment_and_invoice_stand_on_the_timeline_and_the_order_ends_invoiced(
    people: People,
) -> None:
    paula, karin = people.paula, people.karin
    order = karin.order(karin.line(quantity=4))
    header = created(people, order)
    paula.saves(header, action="release")
    header.refresh_from_db()
    paula.posts(header, "ship", **{"lines-0-qty_to_ship": "1"})
    people.job(STATUS)
    shipment = SalesShipmentHeader.objects.get()
    assert karin.timeline(order) == [
        f"The status of sales order {header.no} in Business Central was changed to Released.",
        f"Shipment {shipment.no} for sales order {header.no} was created in Business Central.",
    ]
    assert karin.state(order) == SUBMITTED
    header.refresh_from_db()
    paula.posts(header)
    people.job(STATUS)
    invoice = SalesInvoiceHeader.objects.get()
    assert (
        karin.timeline(order)[-1]
        == f"Invoice {invoice.no} for sales order {header.no} was created in Business Central."
    )
    assert karin.state(order) == INVOICED


def test_deleting_the_sales_order_returns_the_order_which_may_come_again(people: People) -> None:
    paula, karin = people.paula, people.karin
    order = karin.order()
    header = created(people, order)
    paula.deletes(header)
    people.job(STATUS)
    assert karin.state(order) == BACK
    assert listed(people, "all") == []
    karin.change("salesorders", order, name="Canteen, once more")
    karin.submit(order)
    again = created(people, order)
    assert (again.external_document_no, again.no != header.no) == ("Canteen, once more", True)


# ---- E8


def test_an_order_becomes_one_sales_order_though_the_answer_to_its_stamp_was_lost(people: People) -> None:
    order = people.karin.order()
    people.systems.fault("answer_lost", rate=1, remaining=1, method="POST")
    header = created(people, order)
    people.kim.automates(auto_create_sales_orders="on")
    for _ in range(2):
        people.job(AUTO)
        people.job(STATUS)
    people.paula.creates(order)
    (stamp,) = people.karin.sees("salesorders", order, "lastbackofficesubmit")
    assert stamp
    assert list(SalesHeader.objects.all()) == [header]
    assert people.karin.state(order) == SUBMITTED


def test_who_comes_second_finds_the_sales_order_of_who_came_first(people: People) -> None:
    order = people.karin.order()
    people.paula.creates(order, order)
    people.paula.creates(order)
    people.systems.work_all()
    assert SalesHeader.objects.count() == 1
