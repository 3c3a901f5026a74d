"""An order or a quote of the CRM, as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm_integration.table_mapping.values import LookupValue

ORDER, QUOTE = "salesorder", "quote"
NUMBERS: Mapping[str, str] = {ORDER: "ordernumber", QUOTE: "quotenumber"}
ZERO = Decimal(0)


@dataclass(frozen=True)
class CrmDocument:
    """``lines`` stand in the order of their sequence numbers; ``version`` is that of the header."""

    table: str
    id: UUID
    version: int
    values: Mapping[str, Any]
    lines: tuple[Mapping[str, Any], ...] = ()

    @property
    def number(self) -> str:
        return self.text(NUMBERS[self.table])

    @property
    def revision(self) -> int:
        """0 for the first version of a quote, and for an order."""
        return int(self.values.get("revisionnumber") or 0)

    def text(self, column: str) -> str:
        """The trimmed text of a column; blank for nothing."""
        return str(self.values.get(column) or "").strip()

    def amount(self, column: str) -> Decimal:
        return amount_in(self.values, column)

    def lookup(self, column: str) -> LookupValue | None:
        return lookup_in(self.values, column)

    def moment(self, column: str) -> datetime | None:
        value = self.values.get(column)
        return value if isinstance(value, datetime) else None


def amount_in(values: Mapping[str, Any], column: str) -> Decimal:
    value = values.get(column)
    return ZERO if value is None else Decimal(value)


def lookup_in(values: Mapping[str, Any], column: str) -> LookupValue | None:
    value = values.get(column)
    return value if isinstance(value, LookupValue) else None
