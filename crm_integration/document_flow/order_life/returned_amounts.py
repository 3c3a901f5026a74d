"""What the amounts of a CRM's order must be when it goes back to its salesperson. No network, no database.

As long as the order was here, its discount was the back office's (which holds the percentage, too) and its
totals counted freight among the lines. The CRM calculates them itself from now on: it is given one discount.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

AMOUNTS = (
    "discountamount",
    "discountpercentage",
    "totallineitemamount",
    "totalamountlessfreight",
)
CENT = Decimal("0.01")


def amounts_to_restore(values: Mapping[str, Any]) -> dict[str, Decimal]:
    """Nothing where the totals follow from the discounts, as they do while the back office wrote none."""
    discount, percentage, lines, less_freight = (Decimal(values.get(name) or 0) for name in AMOUNTS)
    of_percentage = (lines * percentage / 100).quantize(CENT, ROUND_HALF_UP)
    if less_freight == lines - discount - of_percentage:
        return {}
    return {
        "discountamount": discount,
        "discountpercentage": Decimal(0),
        "totalamountlessfreight": lines - discount,
    }
