"""Amounts keep their digits on their way through the REST API."""

from decimal import Decimal

import pytest

from erp.models import Item
from erp.rest_api.json_format import json_text
from tests.erp.rest_api.caller import Caller

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
