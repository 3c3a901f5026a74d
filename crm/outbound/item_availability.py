"""Asks the back office what it has in stock, by the connection row that the integration wrote."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.outbound.back_office_line import Line, NoAnswer, Reason, ask, new_session
from odata.numbers import exact_number

PRODUCTS_IN_A_QUESTION: Final = 50

# Raises ValueError for what is no quantity: not finite, or of more than 20 digits.
NUMBER: Final = partial(exact_number, limit=20)

UNREACHABLE = _(
    "The back office cannot be reached just now, so it is not known what is in stock. "
    "Quotes and orders can be saved all the same."
)
REFUSED = _(
    "The back office does not say what is in stock: it refuses the user name or the key of the connection. "
    "Ask an administrator to publish the item availability web service again."
)
NOT_UNDERSTOOD = _(
    "The back office's answer about what is in stock cannot be understood. "
    "Ask an administrator to check the URL of the item availability web service."
)
SENTENCES: Final = {
    Reason.UNREACHABLE: UNREACHABLE,
    Reason.REFUSED: REFUSED,
    Reason.NOT_UNDERSTOOD: NOT_UNDERSTOOD,
}


class StockUnknown(Exception):
    """``sentence`` says to the reader why, and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Stock:
    """How much there is, in the item's base unit; below zero where more was sold than there was."""

    quantity: Decimal
    unit: str


def ask_stock(line: Line, product_ids: Sequence[UUID]) -> dict[UUID, Stock]:
    """The stock of those products that are items of the back office. Raises StockUnknown."""
    found: dict[UUID, Stock] = {}
    with new_session() as session:
        for start in range(0, len(product_ids), PRODUCTS_IN_A_QUESTION):
            some = product_ids[start : start + PRODUCTS_IN_A_QUESTION]
            question = {
                "$filter": " or ".join(f"CRM_ID eq {id}" for id in some),
                "$select": "CRM_ID,UOM,Inventory",
            }
            try:
                found |= dict(_rows(ask(session, line, line.url, question)))
            except NoAnswer as none:
                raise StockUnknown(SENTENCES[none.reason]) from None
    return found


def _rows(body: bytes) -> Iterator[tuple[UUID, Stock]]:
    try:
        rows: list[Mapping[str, Any]] = json.loads(
            body, parse_float=NUMBER, parse_int=NUMBER, parse_constant=NUMBER
        )["value"]
        for row in rows:
            yield UUID(row["CRM_ID"]), Stock(Decimal(row["Inventory"]), str(row["UOM"]))
    except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError, RecursionError):
        raise StockUnknown(NOT_UNDERSTOOD) from None
