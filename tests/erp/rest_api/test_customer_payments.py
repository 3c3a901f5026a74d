"""Payments of customers over the REST API: registered, applied to invoices, taken back."""

from typing import Any

import pytest

from erp.models import Customer, CustomerLedgerEntry
from erp.operations.post_sales_document import post_sales_document
from tests.erp.rest_api.caller import Caller, error_of
from tests.erp.sales import document, item, set_up_sales


@pytest.fixture(autouse=True)
def _shop(company: None) -> None:
    set_up_sales()


def invoice(*, price: Any = 100, customer: str = "C1") -> Any:
    """A posted invoice."""
    return post_sales_document(
        record_id=document(item("LAMP", 1, price), kind="invoice", customer=customer).pk
    ).invoice


def remaining(api: Caller, *invoices: Any) -> list[tuple[str, Any]]:
    rows = {row["number"]: row for row in api.rows("salesInvoices?$select=number,status,remainingAmount")}
    return [(rows[one.no]["status"], rows[one.no]["remainingAmount"]) for one in invoices]


def test_a_payment_that_is_entered_is_posted_and_applied_to_its_invoice(api: Caller) -> None:
    owed, customer = invoice(), Customer.objects.get(no="C1")
    body = {
        "customerId": str(customer.pk),
        "postingDate": "2026-05-01",
        "documentNumber": "bank-1",
        "externalDocumentNumber": "Statement 7",
        "amount": -40.25,
        "appliesToInvoiceId": str(owed.pk),
    }
    made = api.made("customerPayments", body)
    entry = CustomerLedgerEntry.objects.get(document_type="payment")
    assert body.items() - {("documentNumber", "bank-1")} <= made.items()
    assert {
        "id": str(entry.pk),
        "customerNumber": "C1",
        "documentNumber": "BANK-1",
        "remainingAmount": 0,
        "currencyCode": "",
        "appliesToInvoiceNumber": owed.no,
        "description": "Payment BANK-1",
    }.items() <= made.items()
    assert remaining(api, owed) == [("Open", 59.75)]
    api.made("customerPayments", {"documentNumber": "BANK-2", "appliesToInvoiceNumber": owed.no})
    assert remaining(api, owed) == [("Paid", 0)]
    again = api.post("customerPayments", {"documentNumber": "BANK-2", "appliesToInvoiceNumber": owed.no})
    assert error_of(again) == (400, "Internal_EntityWithSameKeyExists")
    more = api.post("customerPayments", {"documentNumber": "BANK-3", "appliesToInvoiceNumber": owed.no})
    assert error_of(more) == (400, "Application_FieldValidationException")
    assert "is closed" in more.json()["error"]["message"]
    assert api.get(f"customerPayments({made['id']})").json() == made


def test_payments_are_found_by_customer_amount_and_what_remains(api: Caller) -> None:
    for number, amount in (("B1", -10), ("B2", -20.5)):
        api.made("customerPayments", {"customerNumber": "C1", "documentNumber": number, "amount": amount})
    api.made("customerPayments", {"customerNumber": "C2", "documentNumber": "B3", "amount": -5})
    invoice()

    def numbers(query: str) -> list[str]:
        return [row["documentNumber"] for row in api.rows(f"customerPayments?{query}")]

    assert numbers("$filter=customerNumber eq 'C1'&$orderby=documentNumber") == ["B1", "B2"]
    assert numbers("$filter=amount lt -6&$orderby=amount") == ["B2", "B1"]
    assert numbers("$filter=remainingAmount eq -20.5") == ["B2"]
    (of_other,) = api.rows("customerPayments?$filter=customerNumber eq 'C2'")
    assert (of_other["currencyCode"], of_other["appliesToInvoiceNumber"]) == ("USD", "")


@pytest.mark.parametrize("amount", ["-1e400000000", "-1e30"])
def test_an_amount_beyond_all_money_is_refused(api: Caller, amount: str) -> None:
    body = f'{{"customerNumber": "C1", "documentNumber": "B1", "amount": {amount}}}'
    answer = api.post("customerPayments", body)
    assert answer.status_code == 400, answer.content
    assert not CustomerLedgerEntry.objects.exists()


def test_what_is_left_of_a_payment_is_applied_to_another_invoice_or_taken_back(api: Caller) -> None:
    first, second = invoice(price=30), invoice(price=100)
    made = api.made(
        "customerPayments", {"documentNumber": "B1", "amount": -50, "appliesToInvoiceNumber": first.no}
    )
    path = f"customerPayments({made['id']})"
    assert made["remainingAmount"] == -20
    applied = api.patch(path, {"appliesToInvoiceNumber": second.no}, etag=made["@odata.etag"])
    assert applied.json()["remainingAmount"] == 0
    assert remaining(api, first, second) == [("Paid", 0), ("Open", 80)]
    late = api.patch(path, {"appliesToInvoiceNumber": second.no}, etag=made["@odata.etag"])
    assert error_of(late) == (409, "Request_EntityChanged")
    unapply = f"{path}/Dynamics.unapply"
    assert api.send("POST", unapply, etag=applied.json()["@odata.etag"]).status_code == 204
    assert api.get(path).json()["remainingAmount"] == -20
    assert api.post(unapply).status_code == 204
    assert remaining(api, first, second) == [("Open", 30), ("Open", 100)]
    assert error_of(api.post(unapply)) == (400, "Application_FieldValidationException")


@pytest.mark.parametrize(
    ("body", "code", "target"),
    [
        ({"amount": 10}, "Application_FieldValidationException", "amount"),
        ({"amount": 0}, "Application_FieldValidationException", "amount"),
        ({"amount": None}, "Application_EvaluateException", "amount"),
        ({"amount": "-10"}, "Application_EvaluateException", "amount"),
        ({"amount": -(10**30)}, "Application_FieldValidationException", "amount"),
        ({"customerNumber": ""}, "BadRequest_RequiredParamNotProvided", "customerNumber"),
        ({"customerNumber": "C9"}, "Internal_InvalidTableRelation", "customerNumber"),
        ({"documentNumber": ""}, "BadRequest_RequiredParamNotProvided", "documentNumber"),
        ({"documentNumber": "B0"}, "Internal_EntityWithSameKeyExists", "documentNumber"),
        ({"currencyCode": "XXX"}, "Internal_InvalidTableRelation", "currencyCode"),
        ({"postingDate": "tomorrow"}, "Application_EvaluateException", "postingDate"),
        ({"description": "x"}, "BadRequest_InvalidOperation", "description"),
        ({"appliesToInvoiceNumber": "none"}, "Internal_InvalidTableRelation", "appliesToInvoiceNumber"),
        (
            {"appliesToInvoiceNumber": "{paid}"},
            "Application_FieldValidationException",
            "appliesToInvoiceNumber",
        ),
        (
            {"appliesToInvoiceNumber": "{other}"},
            "Application_FieldValidationException",
            "appliesToInvoiceNumber",
        ),
        (
            {"appliesToInvoiceNumber": "{open}", "currencyCode": "USD"},
            "Application_FieldValidationException",
            "appliesToInvoiceNumber",
        ),
    ],
)
def test_a_payment_that_cannot_be_taken_says_why_and_posts_nothing(
    api: Caller, body: dict[str, Any], code: str, target: str
) -> None:
    invoices = {"paid": invoice(), "other": invoice(customer="C2"), "open": invoice()}
    api.made("customerPayments", {"documentNumber": "B0", "appliesToInvoiceNumber": invoices["paid"].no})
    numbers = {f"{{{name}}}": one.no for name, one in invoices.items()}
    given = {name: numbers.get(str(value), value) for name, value in body.items()}
    error = api.post(
        "customerPayments", {"customerNumber": "C1", "documentNumber": "B1", "amount": -10, **given}
    ).json()["error"]
    assert (error["code"], error["target"]) == (code, target)
    assert CustomerLedgerEntry.objects.filter(document_type="payment").count() == 1


def test_a_posted_payment_is_neither_changed_nor_deleted(api: Caller) -> None:
    made = api.made("customerPayments", {"customerNumber": "C1", "documentNumber": "B1", "amount": -10})
    path = f"customerPayments({made['id']})"
    assert error_of(api.patch(path, {"amount": -20})) == (400, "BadRequest_InvalidOperation")
    assert error_of(api.delete(path)) == (405, "BadRequest_MethodNotAllowed")
    assert api.patch(path, {}).json() == made
