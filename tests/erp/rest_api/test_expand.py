"""``$expand`` over the REST API: the records that others name come with them."""

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from erp.models import PaymentTerms
from erp.operations.create_api_token import create_api_token
from tests.erp.rest_api.caller import Caller, error_of
from tests.erp.rest_api.test_lists import queries
from tests.erp.sales import document, item, set_up_sales


@pytest.fixture(autouse=True)
def _shop(company: None) -> None:
    set_up_sales()


def test_a_document_comes_with_its_customer_currency_and_terms(api: Caller) -> None:
    PaymentTerms.objects.get_or_create(code="30D")
    order = document(item("BENCH"), customer="C2", payment_terms_code="30D")
    path = f"salesOrders({order.pk})?$expand=customer,currency,paymentTerm($select=code),shipmentMethod"
    found = api.get(f"{path}&$select=number").json()
    customer = api.get(f"customers({found['customer']['id']})").json()
    assert found["customer"] == {name: customer[name] for name in customer if name != "@odata.context"}
    assert found["currency"]["code"] == "USD"
    assert found["paymentTerm"].keys() == {"@odata.etag", "code"}
    assert found["shipmentMethod"] is None
    assert found["number"] == order.no


@pytest.mark.parametrize(
    ("path", "name", "code"),
    [
        ("customers?$filter=number eq 'C2'&$expand=currency", "currency", "USD"),
        ("items?$filter=number eq 'LAMP'&$expand=unitOfMeasure", "unitOfMeasure", "PCS"),
        ("salesInvoices?$filter=currencyCode eq 'USD'&$expand=currency", "currency", "USD"),
    ],
)
def test_a_list_comes_with_what_its_records_name(api: Caller, path: str, name: str, code: str) -> None:
    document(item("BENCH"), customer="C2", kind="invoice")
    (row,) = api.rows(path)
    assert row[name]["code"] == code


def test_what_is_expanded_costs_the_same_for_many(api: Caller) -> None:
    path = "salesOrders?$expand=customer,currency,salesOrderLines"
    for customer in ("C1", "C2"):
        document(item("BENCH"), customer=customer)
    api.get(path)
    few = queries(lambda: api.get(path))
    for customer in ("C1", "C2"):
        document(item("BENCH"), customer=customer)
    assert queries(lambda: api.get(path)) == few


@pytest.mark.parametrize("expand", ["customer($expand=currency)", "customer/$ref", "customer($select=shoe)"])
def test_only_properties_of_what_is_expanded_are_chosen(api: Caller, expand: str) -> None:
    document(item("BENCH"))
    assert error_of(api.get(f"salesOrders?$expand={expand}"))[0] == 400


def test_nobody_sees_by_expanding_what_they_may_not_see(api: Caller) -> None:
    user = User.objects.create_user("orders-only")
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label="erp", codename="view_salesorder")
    )
    software = Caller(create_api_token(user=user, name="Tests", now=timezone.now()))
    document(item("BENCH"))
    assert software.get("salesOrders?$expand=salesOrderLines").status_code == 200
    assert error_of(software.get("salesOrders?$expand=customer")) == (403, "Authorization_RequestDenied")
    assert error_of(software.get("salesInvoices")) == (403, "Authorization_RequestDenied")
