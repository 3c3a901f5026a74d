"""Amounts keep their digits on their way through the REST API."""

from datetime import date
from decimal import Decimal

import pytest

from erp.models import Item
from erp.operations.create_currencies import create_currencies
from erp.operations.save_currency_exchange_rate import save_currency_exchange_rate
from erp.rest_api.json_format import json_text
from tests.erp.rest_api.caller import Caller, error_of

# Digits that a float would write otherwise (1e-05) or not at all.
EXACT = ["0.00001", "12345678901.2345", "0.1", "1000000000"]


@pytest.mark.parametrize("digits", EXACT)
def test_an_amount_is_stored_shown_and_found_by_the_digits_that_were_sent(api: Caller, digits: str) -> None:
    answer = api.post("items", f'{{"displayName": "Grain", "unitPrice": {digits}}}')
    assert f'"unitPrice":{digits},' in answer.content.decode()
    assert Item.objects.get().unit_price == Decimal(digits)
    listed = api.get(f"items?$filter=unitPrice eq {digits}&$select=unitPrice").content.decode()
    assert listed.endswith(f'"unitPrice":{digits}}}]}}')


def test_an_amount_is_written_with_all_of_its_digits() -> None:
    amounts = {"amount": Decimal("123456789012345.67891"), "small": [Decimal("1E-7"), Decimal("0.30")]}
    assert json_text(amounts) == '{"amount":123456789012345.67891,"small":[0.0000001,0.30]}'


@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_what_is_no_number_is_not_written_as_one(number: str) -> None:
    with pytest.raises(ValueError, match=number):
        json_text({"amount": Decimal(number)})


def test_what_cannot_be_stored_in_local_currency_is_refused(api: Caller) -> None:
    create_currencies(rows=[{"code": "GBP"}])
    rate = {"exchange_rate_amount": 1, "relational_exch_rate_amount": 2}
    save_currency_exchange_rate(values={"currency_code": "GBP", "starting_date": date(2020, 1, 1), **rate})
    customer = api.made("customers", {"displayName": "Big", "currencyCode": "GBP"})["number"]
    item = api.made("items", {"displayName": "Bridge"})["number"]
    line = {"lineType": "Item", "lineObjectNumber": item, "quantity": 1, "unitPrice": 6 * 10**14}
    refused = [
        api.post(f"{kind}s", {"customerNumber": customer, f"{kind}Lines": [line]})
        for kind in ("salesQuote", "salesOrder", "salesInvoice")
    ]
    payment = {"customerNumber": customer, "documentNumber": "P1", "amount": -6 * 10**14}
    refused.append(api.post("customerPayments", payment))
    assert {error_of(answer) for answer in refused} == {(400, "Application_FieldValidationException")}
    line["unitPrice"] = 4 * 10**14
    api.made("salesOrders", {"customerNumber": customer, "salesOrderLines": [line]})
