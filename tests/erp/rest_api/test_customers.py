"""Customers over the REST API: entered, read, listed, changed, deleted."""

import re
from typing import Any

import pytest

from erp.models import Contact, Currency, Customer, SalesOrder
from erp.operations.create_currencies import create_currencies
from erp.operations.create_customers import create_customers
from erp.operations.create_sales_document import create_sales_document
from tests.erp.rest_api.caller import Caller, error_of

NOBODY = "00000000-0000-0000-0000-000000000000"

ENTERED = {
    "displayName": "Santé Gourmet",
    "addressLine1": "Erling Skakkes gate 78",
    "city": "Stavern",
    "country": "no",
    "postalCode": "4110",
    "email": "jonas@sante.example",
    "creditLimit": 1000.25,
    "blocked": "Ship",
}


@pytest.fixture
def euro(company: None) -> Currency:
    return create_currencies(rows=[{"code": "EUR", "description": "Euro"}])[0]


def test_a_customer_is_entered_in_the_words_of_business_central(api: Caller, euro: Currency) -> None:
    answer = api.post("customers", ENTERED | {"currencyId": str(euro.pk)})
    customer = Customer.objects.get()
    made = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"http://testserver{api.company}customers({customer.pk})"
    assert answer["ETag"] == made.pop("@odata.etag") == 'W/"1"'
    assert made.pop("@odata.context").endswith("/customers/$entity")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", made.pop("lastModifiedDateTime"))
    assert made == {
        "id": str(customer.pk),
        "number": customer.no,
        "displayName": "Santé Gourmet",
        "type": "Company",
        "addressLine1": "Erling Skakkes gate 78",
        "addressLine2": "",
        "city": "Stavern",
        "state": "",
        "country": "NO",
        "postalCode": "4110",
        "phoneNumber": "",
        "email": "jonas@sante.example",
        "website": "",
        "salespersonCode": "",
        "balanceDue": 0,
        "creditLimit": 1000.25,
        "taxAreaId": NOBODY,
        "taxAreaDisplayName": "",
        "currencyId": str(euro.pk),
        "currencyCode": "EUR",
        "paymentTermsId": NOBODY,
        "shipmentMethodId": NOBODY,
        "blocked": "Ship",
    }


def test_a_customer_gets_its_company_contact_as_on_the_pages(api: Caller) -> None:
    api.made("customers", {"displayName": "Santé Gourmet"})
    assert Contact.objects.get().name == "Santé Gourmet"


def test_what_is_read_can_be_changed_until_somebody_else_has(api: Caller) -> None:
    customer = api.made("customers", {"displayName": "Santé Gourmet", "blocked": "All"})
    path = f"customers({customer['id']})"
    changed = api.patch(path, {"city": "Stavern", "blocked": " "}, etag=customer["@odata.etag"])
    assert changed.status_code == 200
    assert (changed.json()["city"], changed.json()["blocked"]) == ("Stavern", "_x0020_")
    assert changed["ETag"] == changed.json()["@odata.etag"] != customer["@odata.etag"]
    late = api.patch(path, {"city": "Oslo"}, etag=customer["@odata.etag"])
    assert error_of(late) == (409, "Request_EntityChanged")
    nameless = api.patch(path, {"displayName": " "}, etag="*")
    assert error_of(nameless) == (400, "BadRequest_RequiredParamNotProvided")
    assert api.patch(path, {"city": "Oslo"}, etag="*").status_code == 200
    assert api.get(path).json()["city"] == "Oslo"


def test_who_changes_or_deletes_says_which_version_was_read(api: Caller) -> None:
    path = f"customers({api.made('customers', {'displayName': 'Santé'})['id']})"
    expected = (400, "BadRequest_InvalidToken")
    assert error_of(api.patch(path, {"city": "Oslo"}, etag="")) == expected
    assert error_of(api.patch(path, {"city": "Oslo"}, etag="yesterday")) == expected
    assert error_of(api.delete(path, etag="")) == expected
    assert error_of(api.delete(path, etag='W/"99"')) == (409, "Request_EntityChanged")
    assert Customer.objects.count() == 1


def test_a_reference_is_set_by_id_or_code_and_cleared_by_blank(api: Caller, euro: Currency) -> None:
    path = f"customers({api.made('customers', {'displayName': 'A', 'currencyCode': 'eur'})['id']})"
    assert api.get(path).json()["currencyId"] == str(euro.pk)
    for blank in ({"currencyId": NOBODY}, {"currencyCode": ""}, {"currencyId": None}, {"currencyCode": None}):
        assert api.patch(path, blank).json()["currencyCode"] == ""
        assert api.patch(path, {"currencyId": str(euro.pk)}).json()["currencyCode"] == "EUR"


def test_a_customer_is_deleted_unless_something_refers_to_it(api: Caller) -> None:
    lonely, busy = (api.made("customers", {"displayName": name}) for name in ("Lonely", "Busy"))
    create_sales_document(document_type="order", values={"sell_to_customer_no": busy["number"]})
    assert api.delete(f"customers({lonely['id']})", etag=lonely["@odata.etag"]).status_code == 204
    refused = api.delete(f"customers({busy['id']})")
    assert error_of(refused) == (400, "Application_DialogException")
    assert "because it is used" in refused.json()["error"]["message"]
    assert [customer.name for customer in Customer.objects.all()] == ["Busy"]
    assert SalesOrder.objects.exists()


@pytest.mark.parametrize(
    ("body", "code", "target"),
    [
        ({"displayName": 5}, "Application_EvaluateException", "displayName"),
        ({"displayName": ""}, "BadRequest_RequiredParamNotProvided", "displayName"),
        ({"displayName": "x" * 101}, "Application_StringExceededLength", "displayName"),
        ({"displayName": "a\0b"}, "Application_FieldValidationException", "displayName"),
        ({"displayName": "\ud800"}, "Application_FieldValidationException", "displayName"),
        ({"creditLimit": "100"}, "Application_EvaluateException", "creditLimit"),
        ({"creditLimit": True}, "Application_EvaluateException", "creditLimit"),
        ({"creditLimit": -1}, "Application_FieldValidationException", "creditLimit"),
        ({"creditLimit": 10**30}, "Application_FieldValidationException", "creditLimit"),
        ({"email": "nobody"}, "Application_FieldValidationException", "email"),
        ({"blocked": "Sometimes"}, "Application_EvaluateException", "blocked"),
        ({"blocked": None}, None, ""),
        ({"salespersonCode": "XX"}, "Internal_InvalidTableRelation", "salespersonCode"),
        ({"currencyId": "12"}, "Application_InvalidGUID", "currencyId"),
        (
            {"currencyId": "0e7cf9a6-9f13-4d0c-8d5a-3a2f6f1c9b01"},
            "Internal_InvalidTableRelation",
            "currencyId",
        ),
        ({"currencyId": {}}, "Application_InvalidGUID", "currencyId"),
        ({"id": NOBODY}, "BadRequest_InvalidOperation", "id"),
        ({"balanceDue": 5}, "BadRequest_InvalidOperation", "balanceDue"),
        ({"shoeSize": 5}, "BadRequest", "shoeSize"),
        ({"\ud800": 5}, "BadRequest", "\ud800"),
        ({"name": "x"}, "BadRequest", "name"),
        ({"@odata.etag": "x", "displayName@odata.type": "String"}, None, ""),
    ],
)
def test_a_value_that_cannot_be_taken_is_refused_by_the_name_of_its_property(
    api: Caller, body: Any, code: str | None, target: str
) -> None:
    answer = api.post("customers", {"displayName": "A"} | body)
    if code is None:
        assert answer.status_code == 201
        return
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["target"]) == (400, code, target)
    assert re.search(r"\w.*  CorrelationId:  [\da-f-]{36}\.$", error["message"])
    assert not Customer.objects.exists()


def test_a_number_that_is_taken_or_changed_is_refused(api: Caller) -> None:
    create_customers(rows=[{"no": "10000", "name": "Santé"}])
    assert error_of(api.post("customers", {"displayName": "A", "number": "10000"})) == (
        400,
        "Internal_EntityWithSameKeyExists",
    )
    path = f"customers({Customer.objects.get().pk})"
    assert error_of(api.patch(path, {"number": "20000"})) == (400, "BadRequest_InvalidOperation")
    assert api.patch(path, {"number": "10000", "city": "Oslo"}).status_code == 200


def test_id_and_code_of_one_reference_must_not_contradict_each_other(api: Caller, euro: Currency) -> None:
    create_currencies(rows=[{"code": "USD"}])
    refused = api.post("customers", {"displayName": "A", "currencyId": str(euro.pk), "currencyCode": "USD"})
    assert error_of(refused) == (400, "Application_FieldValidationException")
    assert (
        api.post(
            "customers", {"displayName": "A", "currencyId": str(euro.pk), "currencyCode": "EUR"}
        ).status_code
        == 201
    )
