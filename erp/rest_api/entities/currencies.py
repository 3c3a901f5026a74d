"""Foreign currencies, and their exchange rates by starting date."""

from erp.models import Currency, CurrencyExchangeRate
from erp.operations.create_currencies import create_currencies
from erp.operations.delete_currency import delete_currency
from erp.operations.delete_currency_exchange_rate import delete_currency_exchange_rate
from erp.operations.modify_currencies import modify_currencies
from erp.operations.record_operations import by_record, by_rows
from erp.operations.save_currency_exchange_rate import save_currency_exchange_rate
from erp.rest_api.entity import LAST_MODIFIED, RECORD_ID, Entity, value

CURRENCIES = Entity(
    name="currencies",
    singular="currency",
    model=Currency,
    key="code",
    declared=(
        RECORD_ID,
        value("code", "code"),
        value("displayName", "description"),
        value("symbol", "symbol"),
        value("amountDecimalPlaces", "amount_decimal_places"),
        value("amountRoundingPrecision", "amount_rounding_precision"),
        LAST_MODIFIED,
    ),
    operations=by_rows(
        create=create_currencies, modify=modify_currencies, delete=delete_currency, id_name="currency_id"
    ),
)
CURRENCY_EXCHANGE_RATES = Entity(
    name="currencyExchangeRates",
    singular="currencyExchangeRate",
    model=CurrencyExchangeRate,
    key="id",
    declared=(
        RECORD_ID,
        value("currencyCode", "currency_code"),
        value("startingDate", "starting_date"),
        value("exchangeRateAmount", "exchange_rate_amount"),
        value("relationalCurrencyCode", "relational_currency_code"),
        value("relationalExchangeRateAmount", "relational_exch_rate_amount"),
        LAST_MODIFIED,
    ),
    operations=by_record(save=save_currency_exchange_rate, delete=delete_currency_exchange_rate),
)
