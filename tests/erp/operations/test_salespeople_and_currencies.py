"""Salespeople, and currencies with their exchange rates."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from erp.demo.factories import CurrencyFactory, CustomerFactory, SalespersonFactory
from erp.models import Currency, CurrencyExchangeRate, GeneralLedgerSetup
from erp.operations.create_currencies import create_currencies
from erp.operations.create_salespeople import create_salespeople
from erp.operations.delete_currency import delete_currency
from erp.operations.delete_currency_exchange_rate import delete_currency_exchange_rate
from erp.operations.delete_salesperson import delete_salesperson
from erp.operations.errors import RecordChanged, RecordInUse, RecordRejected
from erp.operations.modify_currencies import modify_currencies
from erp.operations.modify_salespeople import modify_salespeople
from erp.operations.save_currency_exchange_rate import save_currency_exchange_rate
from erp.operations.save_setup import save_setup
from erp.queries.exchange_rate import ExchangeRateMissing, exchange_rate, exchange_rates
from tests.erp.conftest import HeardEvents

pytestmark = pytest.mark.usefixtures("company")
JANUARY = date(2026, 1, 1)
MARCH = date(2026, 3, 1)


def rate(code: str, on: date, amount: str, relational: str = "1", third: str = "") -> CurrencyExchangeRate:
    """Saves what so much of a currency is worth."""
    return save_currency_exchange_rate(
        values={
            "currency_code": code,
            "starting_date": on,
            "exchange_rate_amount": amount,
            "relational_exch_rate_amount": relational,
            "relational_currency_code": third,
        }
    )


def test_a_salesperson_without_a_code_gets_the_initials_made_unique() -> None:
    SalespersonFactory.create(code="KB")
    names = ["Karin Berge", "Kåre Bø", "Åse", "Jan Piet van der Meer de Vries"]
    created = create_salespeople(rows=[{"name": name} for name in names])
    assert [salesperson.code for salesperson in created] == ["KB2", "KB3", "Å", "JPVDM"]


def test_a_code_chosen_in_the_same_call_is_not_given_a_second_time() -> None:
    created = create_salespeople(rows=[{"name": "Nils Dahl"}, {"code": "nd", "name": "Nora Dahl"}])
    assert [salesperson.code for salesperson in created] == ["ND2", "ND"]


def test_a_salesperson_without_code_and_name_is_rejected() -> None:
    with pytest.raises(RecordRejected, match="Code must have a value"):
        create_salespeople(rows=[{"name": " - "}])


def test_a_salesperson_is_modified_by_id_with_a_chosen_id_kept(heard: HeardEvents) -> None:
    chosen = uuid4()
    (salesperson,) = create_salespeople(rows=[{"name": "Karin Berge"}], created_ids=[chosen])
    (changed,) = modify_salespeople(
        changes={chosen: {"e_mail": "karin@demo.example", "phone_no": "ext. 5"}},
        expected_versions={chosen: 1},
    )
    assert (salesperson.id, changed.e_mail, changed.phone_no) == (chosen, "karin@demo.example", "ext. 5")
    assert heard.all == [("inserted", "salesperson", 1), ("modified", "salesperson", 1)]


def test_a_salesperson_of_customers_cannot_be_deleted(heard: HeardEvents) -> None:
    salesperson = SalespersonFactory.create(name="Karin Berge")
    CustomerFactory.create(no="C1", name="Larkspur Kitchens", salesperson_code="KB")
    with pytest.raises(RecordInUse) as caught:
        delete_salesperson(salesperson_id=salesperson.id)
    assert str(caught.value) == (
        "You cannot delete Salesperson/Purchaser KB Karin Berge because it is used: Customers (1), "
        "for example C1 Larkspur Kitchens."
    )
    lone = SalespersonFactory.create(name="Tomas Mercer")
    delete_salesperson(salesperson_id=lone.id)
    assert heard.all[-1] == ("deleted", "salesperson", 1)


def test_a_currency_needs_a_code_that_is_free_and_an_iso_code_of_three_letters() -> None:
    CurrencyFactory.create(code="NOK")
    for row, code in (
        ({}, "required"),
        ({"code": "nok"}, "not_unique"),
        ({"code": "XX", "iso_code": "kr"}, "invalid_iso_code"),
        ({"code": "XX", "amount_rounding_precision": 0}, "not_positive"),
    ):
        with pytest.raises(RecordRejected) as caught:
            create_currencies(rows=[row])
        assert caught.value.code == code


def test_a_currency_is_modified_and_a_stale_version_is_refused() -> None:
    currency = CurrencyFactory.create(code="NOK")
    modify_currencies(changes={currency.id: {"symbol": "kr"}})
    with pytest.raises(RecordChanged):
        modify_currencies(changes={currency.id: {"symbol": "Kr"}}, expected_versions={currency.id: 1})
    assert Currency.objects.get().symbol == "kr"


def test_a_currency_is_deleted_with_its_rates_unless_it_is_used() -> None:
    currency = CurrencyFactory.create(code="NOK")
    rate("NOK", JANUARY, "11.5")
    CustomerFactory.create(currency_code="NOK")
    with pytest.raises(RecordInUse):
        delete_currency(currency_id=currency.id)
    other = CurrencyFactory.create(code="SEK")
    rate("SEK", JANUARY, "11")
    delete_currency(currency_id=other.id)
    assert [r.currency_id for r in CurrencyExchangeRate.objects.all()] == ["NOK"]


def test_the_rate_of_a_date_is_the_latest_that_has_begun() -> None:
    CurrencyFactory.create(code="NOK")
    rate("NOK", JANUARY, "11.5")
    rate("NOK", MARCH, "1200", "100")
    assert exchange_rate("nok", date(2026, 2, 28)) == Decimal("11.5")
    assert exchange_rate("NOK", MARCH) == Decimal(12)
    with pytest.raises(ExchangeRateMissing, match="Currency NOK has no exchange rate"):
        exchange_rate("NOK", date(2025, 12, 31))


def test_the_local_currency_is_worth_itself() -> None:
    save_setup(model=GeneralLedgerSetup, values={"lcy_code": "EUR"})
    assert exchange_rates(["", "EUR", "USD"], JANUARY) == {"": 1, "EUR": 1}


def test_a_rate_against_a_third_currency_is_carried_on_to_the_local_one() -> None:
    CurrencyFactory.create(code="USD")
    CurrencyFactory.create(code="HKD")
    rate("USD", JANUARY, "1.1")
    rate("HKD", JANUARY, "7.8", "1", third="USD")
    assert exchange_rate("HKD", JANUARY) == Decimal("8.58")
    rate("USD", MARCH, "1", "8", third="HKD")
    assert exchange_rates(["HKD"], MARCH) == {}, "rates in a circle lead nowhere"


def test_a_new_rate_counts_as_a_change_of_its_currency(heard: HeardEvents) -> None:
    currency = CurrencyFactory.create(code="NOK")
    heard.all.clear()
    saved = rate("NOK", JANUARY, "11.5")
    save_currency_exchange_rate(record_id=saved.id, values={"exchange_rate_amount": "12"})
    delete_currency_exchange_rate(record_id=saved.id)
    currency.refresh_from_db()
    assert currency.row_version == 4
    assert heard.all == [
        ("inserted", "currency_exchange_rate", 1),
        ("modified", "currency", 1),
        ("modified", "currency_exchange_rate", 1),
        ("modified", "currency", 1),
        ("deleted", "currency_exchange_rate", 1),
        ("modified", "currency", 1),
    ]


def test_a_rate_has_a_known_currency_a_date_and_amounts_above_zero_and_no_double() -> None:
    CurrencyFactory.create(code="NOK")
    rate("NOK", JANUARY, "11.5")
    for arguments, code in (
        (("NOK", JANUARY, "12"), "not_unique"),
        (("NOK", MARCH, "0"), "not_positive"),
        (("XYZ", MARCH, "1"), "unknown_reference"),
        (("", MARCH, "1"), "required"),
    ):
        with pytest.raises(RecordRejected) as caught:
            rate(*arguments)
        assert caught.value.code == code
