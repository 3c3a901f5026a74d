"""Sales orders and quotes over the REST API: entered with their lines, changed, posted."""

from typing import Any

import pytest

from erp.models import (
    Customer,
    Item,
    SalesHeader,
    SalesHeaderArchive,
    SalesInvoiceHeader,
    SalesReceivablesSetup,
    SalesShipmentHeader,
)
from erp.operations.release_sales_document import release_sales_document
from tests.erp.rest_api.caller import Caller, error_of
from tests.erp.rest_api.test_lists import queries
from tests.erp.sales import document, item, set_up_sales

BENCHES = {"lineType": "Item", "lineObjectNumber": "BENCH", "quantity": 2}
COMMENT = {"lineType": "Comment", "description": "Deliver in the morning"}
NO_DAY = "0001-01-01"


@pytest.fixture(autouse=True)
def _shop(company: None) -> None:
    set_up_sales()
    Customer.objects.filter(no="C1").update(vat_bus_posting_group="DOMESTIC")
    Item.objects.update(vat_prod_posting_group="STANDARD")


def chosen(record: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(record[name] for name in names)


def test_an_order_is_entered_with_its_lines_and_takes_prices_and_addresses_from_cards(api: Caller) -> None:
    customer = Customer.objects.get(no="C1")
    body = {
        "customerId": str(customer.pk),
        "externalDocumentNumber": "PO-7",
        "requestedDeliveryDate": "2026-12-24",
        "salesOrderLines": [{"itemId": str(Item.objects.get(no="BENCH").pk), "quantity": 2}, COMMENT],
    }
    made = api.made("salesOrders?$expand=salesOrderLines", body)
    assert chosen(made, "customerNumber", "billToName", "sellToCity", "email", "status") == (
        *("C1", "Acme", "Oslo", "post@acme.example", "Draft"),
    )
    assert chosen(made, "externalDocumentNumber", "requestedDeliveryDate", "fullyShipped") == (
        *("PO-7", "2026-12-24", False),
    )
    totals = ("totalAmountExcludingTax", "totalTaxAmount", "totalAmountIncludingTax")
    assert chosen(made, *totals) == (200, 50, 250)
    shown = (
        "sequence",
        "lineType",
        "lineObjectNumber",
        "description",
        "quantity",
        "unitPrice",
        "netTaxAmount",
    )
    assert [chosen(line, *shown) for line in made["salesOrderLines"]] == [
        (10_000, "Item", "BENCH", "Oak bench", 2, 100, 50),
        (20_000, "Comment", "", "Deliver in the morning", 0, 0, 0),
    ]
    assert {line["documentId"] for line in made["salesOrderLines"]} == {made["id"]}


@pytest.mark.parametrize(
    ("body", "code", "target"),
    [
        ({}, "BadRequest_RequiredParamNotProvided", "customerNumber"),
        ({"customerNumber": "C9"}, "Internal_InvalidTableRelation", "customerNumber"),
        ({"status": "Open"}, "BadRequest_InvalidOperation", "status"),
        ({"salesOrderLines": 5}, "BadRequest", "salesOrderLines"),
        ({"salesOrderLines": [5]}, "BadRequest", "salesOrderLines"),
        ({"salesOrderLines": [BENCHES, {"shoe": 1}]}, "BadRequest", "salesOrderLines[1]/shoe"),
        (
            {"salesOrderLines": [BENCHES, BENCHES | {"quantity": -1}]},
            "Application_FieldValidationException",
            "salesOrderLines[1]/quantity",
        ),
        (
            {"salesOrderLines": [{"lineObjectNumber": "SOFA"}]},
            "Internal_InvalidTableRelation",
            "salesOrderLines[0]/lineObjectNumber",
        ),
    ],
)
def test_an_order_that_cannot_be_taken_says_where(api: Caller, body: Any, code: str, target: str) -> None:
    given = body if not body or "customerNumber" in body else {"customerNumber": "C1", **body}
    error = api.post("salesOrders", given).json()["error"]
    assert (error["code"], error["target"]) == (code, target)
    assert not SalesHeader.objects.exists()


def test_lines_are_added_changed_and_deleted_one_by_one(api: Caller) -> None:
    order = api.made("salesOrders", {"customerNumber": "C1", "salesOrderLines": [BENCHES]})
    lines = f"salesOrders({order['id']})/salesOrderLines"
    lamp = api.made(lines, {"lineObjectNumber": "LAMP", "quantity": 10})
    assert chosen(lamp, "sequence", "netAmount") == (20_000, 99.9)
    changed = api.patch(f"{lines}({lamp['id']})", {"discountPercent": 10}, etag=lamp["@odata.etag"])
    assert chosen(changed.json(), "discountAmount", "netAmount") == (9.99, 89.91)
    late = api.patch(f"{lines}({lamp['id']})", {"quantity": 1}, etag=lamp["@odata.etag"])
    assert error_of(late) == (409, "Request_EntityChanged")
    assert api.get(f"salesOrders({order['id']})").json()["totalAmountExcludingTax"] == 289.91
    (bench, _lamp) = api.rows(f"{lines}?$select=id,lineObjectNumber")
    assert bench["lineObjectNumber"] == "BENCH"
    assert api.delete(f"{lines}({bench['id']})", etag=bench["@odata.etag"]).status_code == 204
    assert [line["lineObjectNumber"] for line in api.rows(lines)] == ["LAMP"]


def test_a_line_is_found_in_its_own_order_only(api: Caller) -> None:
    first, second = (document(item("BENCH")) for _time in range(2))
    quote = document(item("BENCH"), kind="quote")
    line = first.lines.get()
    assert api.get(f"salesOrders({first.pk})/salesOrderLines({line.pk})").status_code == 200
    for path in (
        f"salesOrders({second.pk})/salesOrderLines({line.pk})",
        f"salesOrders({quote.pk})",
        f"salesOrders({quote.pk})/salesOrderLines",
    ):
        assert error_of(api.get(path)) == (404, "Internal_RecordNotFound")
    assert error_of(api.post(f"salesOrders({quote.pk})/salesOrderLines", BENCHES)) == (
        404,
        "Internal_RecordNotFound",
    )


def test_what_is_released_changes_only_where_no_amount_follows(api: Caller) -> None:
    order = document(item("BENCH", 2))
    release_sales_document(record_id=order.pk)
    path, line = (
        f"salesOrders({order.pk})",
        f"salesOrders({order.pk})/salesOrderLines({order.lines.get().pk})",
    )
    assert api.patch(path, {"externalDocumentNumber": "PO-8"}).json()["status"] == "Open"
    assert api.patch(line, {"shipQuantity": 1, "invoiceQuantity": 1}).json()["shipQuantity"] == 1
    refused = (400, "Application_FieldValidationException")
    assert error_of(api.patch(path, {"currencyCode": "USD"})) == refused
    assert error_of(api.patch(line, {"unitPrice": 1})) == refused
    assert error_of(api.delete(line)) == refused
    assert error_of(api.post(f"{path}/salesOrderLines", BENCHES)) == refused


def test_an_order_is_shipped_and_invoiced_as_far_as_its_lines_say(api: Caller) -> None:
    order = api.made("salesOrders", {"customerNumber": "C1", "salesOrderLines": [BENCHES]})
    path = f"salesOrders({order['id']})"
    (line,) = api.rows(f"{path}/salesOrderLines")
    api.patch(f"{path}/salesOrderLines({line['id']})", {"shipQuantity": 1, "invoiceQuantity": 1})
    post = f"{path}/Microsoft.NAV.shipAndInvoice"
    stale = api.send("POST", post, etag=order["@odata.etag"])
    assert error_of(stale) == (409, "Request_EntityChanged")
    posted = api.post(post)
    assert posted.status_code == 204
    assert api.get(posted["Location"]).json()["orderId"] == order["id"]
    (line,) = api.rows(f"{path}/salesOrderLines")
    assert chosen(line, "shippedQuantity", "invoicedQuantity", "shipQuantity") == (1, 1, 1)
    assert api.get(path).json()["fullyShipped"] is False
    assert api.rows("salesOrders?$filter=fullyShipped eq true&$orderby=fullyShipped") == []
    assert api.post(post).status_code == 204
    assert error_of(api.get(path)) == (404, "Internal_RecordNotFound")
    assert (SalesShipmentHeader.objects.count(), SalesInvoiceHeader.objects.count()) == (2, 2)


def test_an_order_is_released_reopened_and_archived(api: Caller) -> None:
    order = api.made("salesOrders", {"customerNumber": "C1", "salesOrderLines": [BENCHES]})
    path = f"salesOrders({order['id']})"
    assert api.send("POST", f"{path}/Dynamics.release", etag=order["@odata.etag"]).status_code == 204
    released = api.get(path).json()
    assert released["status"] == "Open"
    for step in ("release", "reopen", "archive"):
        late = api.send("POST", f"{path}/Dynamics.{step}", etag=order["@odata.etag"])
        assert error_of(late) == (409, "Request_EntityChanged")
    assert api.send("POST", f"{path}/Dynamics.reopen", etag=released["@odata.etag"]).status_code == 204
    assert api.get(path).json()["status"] == "Draft"
    assert api.post(f"{path}/Dynamics.archive").status_code == 204
    version = SalesHeaderArchive.objects.get()
    assert (version.no, version.archived_by) == (order["number"], "api-client")
    empty = document()
    assert error_of(api.post(f"salesOrders({empty.pk})/Dynamics.release"))[0] == 400


def test_a_quote_that_is_released_is_sent(api: Caller) -> None:
    quote = api.made("salesQuotes", {"customerNumber": "C1", "salesQuoteLines": [BENCHES]})
    assert quote["status"] == "Draft"
    assert api.post(f"salesQuotes({quote['id']})/Dynamics.release").status_code == 204
    assert [row["number"] for row in api.rows("salesQuotes?$filter=status eq 'Sent'")] == [quote["number"]]


def test_an_order_is_shipped_first_and_invoiced_later(api: Caller) -> None:
    order = api.made("salesOrders", {"customerNumber": "C1", "salesOrderLines": [BENCHES, COMMENT]})
    path = f"salesOrders({order['id']})"
    shipped = api.post(f"{path}/Dynamics.ship")
    assert shipped.status_code == 204
    shipment = api.get(f"{shipped['Location']}?$expand=salesShipmentLines").json()
    assert chosen(shipment, "orderId", "orderNumber", "customerNumber", "sellToCity") == (
        *(order["id"], order["number"], "C1", "Oslo"),
    )
    (line, _comment) = shipment["salesShipmentLines"]
    assert chosen(line, "lineObjectNumber", "quantity", "invoicedQuantity") == ("BENCH", 2, 0)
    assert api.get(path).json()["fullyShipped"] is True
    assert error_of(api.post(f"{path}/Dynamics.ship"))[0] == 400
    assert error_of(api.patch(f"salesShipments({shipment['id']})", {}))[0] == 405
    invoiced = api.post(f"{path}/Dynamics.invoice")
    assert api.get(invoiced["Location"]).json()["orderNumber"] == order["number"]
    assert error_of(api.get(path)) == (404, "Internal_RecordNotFound")


def test_an_order_with_nothing_to_post_says_so(api: Caller) -> None:
    order = document()
    refused = api.post(f"salesOrders({order.pk})/Microsoft.NAV.shipAndInvoice")
    assert refused.status_code == 400
    assert "CorrelationId" in refused.json()["error"]["message"]
    assert "target" not in refused.json()["error"]


def test_a_quote_becomes_an_order_and_is_gone(api: Caller) -> None:
    SalesReceivablesSetup.objects.update(archive_quotes="always")
    quote = api.made(
        "salesQuotes", {"customerNumber": "C1", "validUntilDate": "2026-12-31", "salesQuoteLines": [BENCHES]}
    )
    made = api.send("POST", f"salesQuotes({quote['id']})/Microsoft.NAV.makeOrder", etag=quote["@odata.etag"])
    assert made.status_code == 204
    order = api.get(made["Location"]).json()
    assert chosen(order, "customerNumber", "totalAmountExcludingTax") == ("C1", 200)
    assert error_of(api.get(f"salesQuotes({quote['id']})")) == (404, "Internal_RecordNotFound")
    assert SalesHeaderArchive.objects.get().archived_by == "api-client"


def test_orders_are_listed_with_their_lines_at_the_same_cost(api: Caller) -> None:
    document(item("BENCH", 2))
    path = "salesOrders?$expand=salesOrderLines($select=lineObjectNumber,quantity)&$select=number"
    api.get(path)
    few = queries(lambda: api.get(path))
    for _time in range(5):
        document(item("LAMP"), item("BENCH"))
    assert queries(lambda: api.get(path)) == few
    assert [len(order["salesOrderLines"]) for order in api.rows(path)] == [1, 2, 2, 2, 2, 2]
    assert api.rows(path)[0]["salesOrderLines"][0].keys() == {"@odata.etag", "lineObjectNumber", "quantity"}


@pytest.mark.parametrize(
    "expand", ["shoes", "salesOrderLines($top=1)", "salesOrderLines/$ref", "salesOrderLines($select=shoe)"]
)
def test_what_cannot_be_expanded_is_refused(api: Caller, expand: str) -> None:
    document(item("BENCH"))
    assert api.get(f"salesOrders?$expand={expand}").status_code == 400


def test_an_order_that_is_not_needed_is_deleted(api: Caller) -> None:
    order = api.made("salesOrders", {"customerNumber": "C1", "salesOrderLines": [BENCHES]})
    assert api.delete(f"salesOrders({order['id']})", etag=order["@odata.etag"]).status_code == 204
    assert not SalesHeader.objects.exists()
