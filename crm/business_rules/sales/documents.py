"""The documents of Sales and their lines, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Document:
    """``number`` is the column of the document's number, which begins with ``prefix`` if the CRM gives it.

    Lines carry the state of their document in ``line_state`` and whether its prices are locked in
    ``line_lock``.
    """

    table: str
    lines: str
    number: str = ""
    prefix: str = ""
    line_state: str = ""
    line_lock: str = ""

    @property
    def primary_id(self) -> str:
        """The table's key; the lookup of its lines has the same name."""
        return f"{self.table}id"

    @property
    def line_name(self) -> str:
        return f"{self.lines}name"


OPPORTUNITY: Final = Document(table="opportunity", lines="opportunityproduct")
QUOTE: Final = Document(table="quote", lines="quotedetail", number="quotenumber", prefix="QUO")
ORDER: Final = Document(
    table="salesorder",
    lines="salesorderdetail",
    number="ordernumber",
    prefix="ORD",
    line_state="salesorderstatecode",
    line_lock="salesorderispricelocked",
)
INVOICE: Final = Document(
    table="invoice",
    lines="invoicedetail",
    number="invoicenumber",
    prefix="INV",
    line_lock="invoiceispricelocked",
)
_ALL: Final = (OPPORTUNITY, QUOTE, ORDER, INVOICE)
BY_TABLE: Final[Mapping[str, Document]] = {document.table: document for document in _ALL}
BY_LINES: Final[Mapping[str, Document]] = {document.lines: document for document in _ALL}
