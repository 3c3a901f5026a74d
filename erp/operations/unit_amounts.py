"""Unit prices and unit costs are rounded as General Ledger Setup says."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from erp.models import GeneralLedgerSetup

UNIT_AMOUNTS = ("unit_price", "unit_cost")
STORED_PRECISION = Decimal("0.00001")


def round_unit_amounts(rows: Sequence[dict[str, Any]]) -> None:
    """Rounds the unit amounts of clean rows to the unit-amount rounding precision of the local currency."""
    given = [(row, name) for row in rows for name in UNIT_AMOUNTS if row.get(name)]
    if not given:
        return
    precisions = GeneralLedgerSetup.objects.values_list("unit_amount_rounding_precision", flat=True)
    precision = precisions.first() or STORED_PRECISION
    if precision == STORED_PRECISION:
        return
    for row, name in given:
        steps = (row[name] / precision).quantize(Decimal(1), ROUND_HALF_UP)
        row[name] = (steps * precision).quantize(STORED_PRECISION)
