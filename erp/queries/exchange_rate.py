"""What a currency is worth on a date."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from erp.models import CurrencyExchangeRate, GeneralLedgerSetup
from erp.models.fields import normalised_code

_ONE = Decimal(1)


class ExchangeRateMissing(Exception):
    """No exchange rate of a currency begins on or before a date."""

    def __init__(self, *, currency_code: str, on: date) -> None:
        super().__init__(currency_code, on)
        self.currency_code = currency_code
        self.on = on

    def __str__(self) -> str:
        return _("Currency %(code)s has no exchange rate that is valid on %(date)s. Add one.") % {
            "code": self.currency_code,
            "date": self.on,
        }


def exchange_rate(currency_code: str, on: date) -> Decimal:
    """Returns how many units of the currency one unit of the local currency (LCY) is worth.

    That is exchange rate amount / relational exch. rate amount of the latest rate, carried on through
    the relational currency when there is one. Blank and the LCY code are 1. Raises ExchangeRateMissing.
    """
    code = normalised_code(currency_code)
    rates = exchange_rates([code], on)
    if code not in rates:
        raise ExchangeRateMissing(currency_code=code, on=on)
    return rates[code]


def exchange_rates(currency_codes: Iterable[str], on: date) -> dict[str, Decimal]:
    """Returns the rates of many currencies in a constant number of queries; what has no rate is left out."""
    wanted = {normalised_code(code) for code in currency_codes}
    latest = _latest_rates(on)
    local = set(GeneralLedgerSetup.objects.values_list("lcy_code", flat=True)) | {""}
    rates = {code: _factor(code, latest, local) for code in wanted}
    return {code: rate for code, rate in rates.items() if rate is not None}


def _latest_rates(on: date) -> dict[str, CurrencyExchangeRate]:
    rates = CurrencyExchangeRate.objects.filter(starting_date__lte=on).order_by("starting_date")
    return {rate.currency_id: rate for rate in rates}


def _factor(code: str, latest: dict[str, CurrencyExchangeRate], local: set[str]) -> Decimal | None:
    factor, seen = _ONE, set()
    while code not in local:
        rate = latest.get(code)
        if rate is None or code in seen:
            return None
        seen.add(code)
        factor *= rate.exchange_rate_amount / rate.relational_exch_rate_amount
        code = rate.relational_currency_id or ""
    return factor
