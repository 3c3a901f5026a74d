"""Asks the back office what it has in stock, by the connection row that the integration wrote.

The row stands in a table that comes with the integration solution; without it there is nobody to ask.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

import requests
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from requests.auth import HTTPBasicAuth
from urllib3.exceptions import HTTPError

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.errors import CrmFault
from crm.business_rules.privileges import READ, depth
from crm.business_rules.webhook_registration import check_target
from crm.metadata.stored_values import stored_value
from odata.numbers import exact_number

TABLE: Final = "nav_connection"
# Where the address stands, the user name, the key.
COLUMNS: Final = (
    "nav_dynamicsnavodataurl",
    "nav_dynamicsnavodatausername",
    "nav_dynamicsnavodataaccesskey",
)
TIMEOUT: Final = (3.05, 5)
PRODUCTS_IN_A_QUESTION: Final = 50
LARGEST_ANSWER: Final = 200_000  # bytes

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


@dataclass(frozen=True)
class Line:
    """How the back office is asked."""

    url: str
    user_name: str
    key: str


def line_for(caller: Caller) -> Line | None:
    """Returns None where nobody can be asked, or the caller has no right to the connection row."""
    try:
        table = metadata.table(TABLE)
        depth(caller=caller, table=table, verb=READ)
    except (KeyError, CrmFault):
        return None
    rows = table.model.objects.order_by("createdon", "pk")
    values = ([stored_value(row, table.columns[name]) for name in COLUMNS] for row in rows)
    return next((Line(*parts) for parts in values if all(parts)), None)


def ask_stock(line: Line, product_ids: Sequence[UUID]) -> dict[UUID, Stock]:
    """The stock of those products that are items of the back office. Raises StockUnknown."""
    try:
        check_target(line.url)
    except CrmFault:
        raise StockUnknown(NOT_UNDERSTOOD) from None
    found: dict[UUID, Stock] = {}
    with requests.Session() as session:
        session.trust_env = False  # no proxy, no credentials of this machine
        for start in range(0, len(product_ids), PRODUCTS_IN_A_QUESTION):
            some = product_ids[start : start + PRODUCTS_IN_A_QUESTION]
            found |= dict(_rows(_answer(session, line, some)))
    return found


def _answer(session: requests.Session, line: Line, product_ids: Sequence[UUID]) -> bytes:
    question = {
        "$filter": " or ".join(f"CRM_ID eq {id}" for id in product_ids),
        "$select": "CRM_ID,UOM,Inventory",
    }
    try:
        with session.get(
            line.url,
            params=question,
            auth=HTTPBasicAuth(line.user_name.encode(), line.key.encode()),
            headers={"Accept": "application/json"},
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as answer:
            if answer.status_code in (401, 403, 404):
                raise StockUnknown(REFUSED)
            if answer.status_code >= 500 or answer.status_code == 429:
                raise StockUnknown(UNREACHABLE)
            if answer.status_code != 200:
                raise StockUnknown(NOT_UNDERSTOOD)
            return answer.raw.read(LARGEST_ANSWER, decode_content=True) or b""
    except (requests.RequestException, HTTPError, OSError):
        raise StockUnknown(UNREACHABLE) from None


def _rows(body: bytes) -> Iterator[tuple[UUID, Stock]]:
    try:
        rows: list[Mapping[str, Any]] = json.loads(
            body, parse_float=NUMBER, parse_int=NUMBER, parse_constant=NUMBER
        )["value"]
        for row in rows:
            yield UUID(row["CRM_ID"]), Stock(Decimal(row["Inventory"]), str(row["UOM"]))
    except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError, RecursionError):
        raise StockUnknown(NOT_UNDERSTOOD) from None
