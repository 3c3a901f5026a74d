"""Sales invoices over the REST API: entered, changed, posted under the same id, paid, cancelled."""

from typing import Any

import pytest

from erp.models import Customer, Item, SalesHeader, SalesInvoiceHeader, SalesReceivablesSetup
from erp.operations.modify_customers import modify_customers
from erp.operations.post_sales_document import post_sales_document
from erp.operations.save_payment_terms import save_payment_terms
from tests.erp.rest_api.caller import Caller, error_of
from tests.erp.rest_api.test_lists import queries
from tests.erp.rest_api.test_sales_documents import BENCHES, COMMENT, chosen
from tests.erp.sales import document, item, set_up_sales

POSTED = (400, "Application_DialogException")


@pytest.fixture(autouse=True)
def _shop(company: None) -> None:
    set_up_sales()


@pytest.fixture
def draft(api: Caller) -> Any:
    body = {"customerNumber": "C1", "postingDate": "2026-05-01", "salesInvoiceLines": [BENCHES, COMMENT]}
    return api.made("salesInvoices?$expand=salesInvoiceLines", body)


def address(invoice: Any) -> str:
    return f"salesInvoices({invoice['id']})"


def post(api: Caller, invoice: Any) -> Any:
    """The invoice after it was posted."""
    answer = api.post(f"{address(invoice)}/Microsoft.NAV.post")
    assert answer.status_code == 204, answer.content
    return api.get(f"{address(invoice)}?$expand=salesInvoiceLines").json()


def test_an_invoice_is_entered_with_its_lines_as_a_draft_that_owes_nothing(api: Caller, draft: Any) -> None:
    made = SalesHeader.objects.get()
    assert draft["number"] == made.no
    assert chosen(draft, "status", "totalAmountExcludingTax", "remainingAmount", "orderNumber") == (
        *("Draft", 200, 0, ""),
    )
    bench, comment = draft["salesInvoiceLines"]
    assert chosen(bench, "lineType", "itemId", "netAmount") == (
        *("Item", str(Item.objects.get(no="BENCH").pk), 200),
    )
    assert comment["description"] == "Deliver in the morning"


def test_an_invoice_that_never_falls_due_is_refused_for_its_date(api: Caller) -> None:
    save_payment_terms(values={"code": "30", "due_date_calculation": "30D"})
    modify_customers(changes={Customer.objects.get(no="C1").pk: {"payment_terms_code": "30"}})
    refused = api.post("salesInvoices", {"customerNumber": "C1", "invoiceDate": "9999-12-31"})
    assert error_of(refused) == (400, "Application_FieldValidationException")
    error = refused.json()["error"]
    assert (error["target"], "date formula" in error["message"]) == ("invoiceDate", False)
    assert "no due date so long after 9999-12-31 (payment terms 30)" in error["message"]


def test_a_draft_is_changed_with_its_lines_and_deleted(api: Caller, draft: Any) -> None:
    lines = f"{address(draft)}/salesInvoiceLines"
    changed = api.patch(address(draft), {"externalDocumentNumber": "PO-7"}, etag=draft["@odata.etag"])
    assert changed.json()["externalDocumentNumber"] == "PO-7"
    late = api.patch(address(draft), {"externalDocumentNumber": "PO-8"}, etag=draft["@odata.etag"])
    assert error_of(late) == (409, "Request_EntityChanged")
    lamp = api.made(lines, {"lineObjectNumber": "LAMP", "quantity": 10})
    assert api.patch(f"{lines}({lamp['id']})", {"discountPercent": 10}).json()["netAmount"] == 89.91
    assert api.delete(f"{lines}({draft['salesInvoiceLines'][0]['id']})").status_code == 204
    read = api.get(f"{address(draft)}?$expand=salesInvoiceLines").json()
    assert read["totalAmountExcludingTax"] == 89.91
    assert [line["lineObjectNumber"] for line in read["salesInvoiceLines"]] == ["", "LAMP"]
    assert api.delete(address(draft), etag=read["@odata.etag"]).status_code == 204
    assert api.rows("salesInvoices") == []


def test_a_posted_invoice_keeps_its_id_and_lines_and_stays_as_it_is(api: Caller, draft: Any) -> None:
    posted = post(api, draft)
    header = SalesInvoiceHeader.objects.get()
    assert (str(header.pk), header.no, header.pre_assigned_no) == (
        *(draft["id"], posted["number"], draft["number"]),
    )
    assert chosen(posted, "status", "remainingAmount", "postingDate") == ("Open", 200, "2026-05-01")
    lines = [(line["id"], line["description"]) for line in draft["salesInvoiceLines"]]
    assert [(line["id"], line["description"]) for line in posted["salesInvoiceLines"]] == lines
    assert posted["@odata.etag"] != draft["@odata.etag"]
    line = f"{address(draft)}/salesInvoiceLines({lines[0][0]})"
    for refused in (
        api.patch(address(draft), {"email": "a@b.example"}),
        api.delete(address(draft)),
        api.patch(line, {"quantity": 1}),
        api.delete(line),
        api.post(f"{address(draft)}/salesInvoiceLines", BENCHES),
        api.post(f"{address(draft)}/Microsoft.NAV.post"),
        api.post(f"{address(draft)}/Dynamics.release"),
        api.post(f"{address(draft)}/Dynamics.reopen"),
    ):
        assert error_of(refused) == POSTED
        assert "is posted" in refused.json()["error"]["message"]
    late = api.patch(address(draft), {"email": "a@b.example"}, etag=draft["@odata.etag"])
    assert error_of(late) == (409, "Request_EntityChanged")


def test_what_was_changed_meanwhile_or_cannot_be_posted_is_not_posted(api: Caller, draft: Any) -> None:
    action = f"{address(draft)}/Microsoft.NAV.post"
    assert error_of(api.send("POST", action, etag='W/"99"')) == (409, "Request_EntityChanged")
    empty = api.made("salesInvoices", {"customerNumber": "C1"})
    assert error_of(api.post(f"{address(empty)}/Microsoft.NAV.post"))[0] == 400
    assert error_of(api.post(f"{address(draft)}/Microsoft.NAV.cancel")) == POSTED
    assert not SalesInvoiceHeader.objects.exists()


def test_a_draft_is_released_and_reopened(api: Caller, draft: Any) -> None:
    assert api.post(f"{address(draft)}/Dynamics.release").status_code == 204
    line = f"{address(draft)}/salesInvoiceLines({draft['salesInvoiceLines'][0]['id']})"
    assert error_of(api.patch(line, {"quantity": 1})) == (400, "Application_FieldValidationException")
    assert api.post(f"{address(draft)}/Dynamics.reopen").status_code == 204
    assert api.patch(line, {"quantity": 1}).status_code == 200


def test_a_posted_invoice_is_paid_or_canceled(api: Caller, draft: Any) -> None:
    other = post(api, api.made("salesInvoices", {"customerNumber": "C1", "salesInvoiceLines": [BENCHES]}))
    paid = post(api, draft)
    payment = {"documentNumber": "B1", "appliesToInvoiceId": draft["id"]}
    api.made("customerPayments", payment)
    assert chosen(api.get(address(paid)).json(), "status", "remainingAmount") == ("Paid", 0)
    cancel = f"{address(other)}/Microsoft.NAV.cancel"
    assert error_of(api.send("POST", cancel, etag='W/"99"')) == (409, "Request_EntityChanged")
    assert api.send("POST", cancel, etag=other["@odata.etag"]).status_code == 204
    assert chosen(api.get(address(other)).json(), "status", "remainingAmount") == ("Canceled", 0)
    assert error_of(api.post(cancel))[0] == 400
    assert error_of(api.post(f"{address(paid)}/Microsoft.NAV.cancel"))[0] == 400


def test_an_invoice_of_an_order_says_which(api: Caller) -> None:
    order = document(item("BENCH", 2))
    api.post(f"salesOrders({order.pk})/Microsoft.NAV.shipAndInvoice")
    (invoice,) = api.rows("salesInvoices?$expand=salesInvoiceLines")
    assert chosen(invoice, "orderId", "orderNumber", "status") == (str(order.pk), order.no, "Open")
    (line,) = invoice["salesInvoiceLines"]
    assert chosen(line, "lineObjectNumber", "itemId", "quantity", "netAmount") == (
        *("BENCH", str(Item.objects.get(no="BENCH").pk), 2, 200),
    )


def test_a_shipment_becomes_an_invoice_of_its_own(api: Caller) -> None:
    SalesReceivablesSetup.objects.update(archive_orders=False)
    order = document(item("BENCH", 2))
    shipment = post_sales_document(record_id=order.pk, invoice=False).shipment
    assert shipment
    made = api.post(f"salesShipments({shipment.pk})/Dynamics.createInvoice")
    assert made.status_code == 204
    invoice = api.get(made["Location"]).json()
    assert chosen(invoice, "status", "totalAmountExcludingTax") == ("Draft", 200)
    assert post(api, invoice)["status"] == "Open"
    assert not SalesHeader.objects.exists()
    assert error_of(api.post(f"salesShipments({shipment.pk})/Dynamics.createInvoice"))[0] == 400


def test_drafts_and_posted_invoices_are_found_sorted_and_paged_together(api: Caller, draft: Any) -> None:
    posted = [
        post_sales_document(record_id=document(item("LAMP", 1, price), kind="invoice").pk).invoice
        for price in (30, 20)
    ]
    euro = document(item("LAMP", 1, 25), kind="invoice", customer="C2")
    by_amount = [str(posted[1].pk), str(euro.pk), str(posted[0].pk), draft["id"]]  # type: ignore[union-attr]

    def ids(query: str) -> list[str]:
        return [row["id"] for row in api.rows(f"salesInvoices?{query}")]

    order = "$orderby=totalAmountExcludingTax"
    assert ids(order) == by_amount
    assert ids(f"{order} desc&$skip=1&$top=2") == by_amount[2:0:-1]
    assert ids(f"{order}&$filter=status eq 'Draft'") == [by_amount[1], by_amount[3]]
    assert ids(f"{order}&$filter=remainingAmount gt 25 or currencyCode eq 'USD'") == by_amount[1:3]
    assert sorted(ids("$orderby=status,currencyCode desc,orderId,customerId")) == sorted(by_amount)
    assert ids(f"$filter=id eq {draft['id']}") == [draft["id"]]
    found, link, pages = [], f"salesInvoices?{order}&$count=true", 0
    while link:
        page = api.get(link, Prefer="odata.maxpagesize=1").json()
        assert page["@odata.count"] == 4
        found += [row["id"] for row in page["value"]]
        link, pages = page.get("@odata.nextLink"), pages + 1
    assert (found, pages) == (by_amount, 4)


def test_invoices_are_listed_with_their_lines_at_the_same_cost(api: Caller, draft: Any) -> None:
    path = "salesInvoices?$expand=salesInvoiceLines"
    api.get(path)
    few = queries(lambda: api.get(path))
    for _time in range(3):
        document(item("BENCH"), kind="invoice")
        post_sales_document(record_id=document(item("LAMP"), kind="invoice").pk)
    assert queries(lambda: api.get(path)) == few
    assert sorted(len(row["salesInvoiceLines"]) for row in api.rows(path)) == [1, 1, 1, 1, 1, 1, 2]
