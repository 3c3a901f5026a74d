"""To what the amounts of a currency are rounded."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from erp.models import Currency, GeneralLedgerSetup


@dataclass(frozen=True, kw_only=True)
class RoundingPrecision:
    """The smallest step of amounts, and of unit prices."""

    amount: Decimal = Decimal("0.01")
    unit_amount: Decimal = Decimal("0.00001")


def rounding_precision(currency_code: str = "") -> RoundingPrecision:
    """Returns the precisions of a currency; blank is the local one, as General Ledger Setup has it."""
    foreign = Currency.objects.filter(code=currency_code) if currency_code else None
    found: QuerySet[Any] = GeneralLedgerSetup.objects.all() if foreign is None else foreign
    row = found.values_list("amount_rounding_precision", "unit_amount_rounding_precision").first()
    return RoundingPrecision(amount=row[0], unit_amount=row[1]) if row else RoundingPrecision()
