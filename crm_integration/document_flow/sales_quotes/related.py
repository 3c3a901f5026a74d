"""Reads what belongs to quotes of the CRM: former revisions, the orders made of them, and notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.values import Row
from crm_integration.document_flow.notes.sales_quote_notes import read_notes
from crm_integration.document_flow.sales_documents.crm_document import CrmDocument, lookup_in
from crm_integration.document_flow.sales_orders.waiting import SUBMITTED
from crm_integration.document_flow.sales_quotes.waiting import CLOSED, REVISED, is_won

AT_ONCE = 25


@dataclass(frozen=True)
class OrderOfQuote:
    """An order of the CRM that names a quote; ``is_submitted``: the back office may have it."""

    id: UUID
    number: str
    is_submitted: bool


@dataclass(frozen=True)
class Related:
    """``revised``: by number, the quotes that bear it and were closed as revised. The rest is by quote."""

    revised: dict[str, list[UUID]]
    orders: dict[UUID, list[OrderOfQuote]]
    notes: dict[UUID, list[Row]]


def read_related(client: DataverseClient, quotes: Sequence[CrmDocument]) -> Related:
    """Asks for what these quotes can have at all. Raises DataverseError."""
    numbers = sorted({quote.number for quote in quotes if quote.revision})
    won = [quote.id for quote in quotes if is_won(quote)]
    notes = read_notes(client, [quote.id for quote in quotes])
    return Related(_revised(client, numbers), _orders(client, won), notes)


def _revised(client: DataverseClient, numbers: Sequence[str]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    state = f"statecode eq {CLOSED} and statuscode eq {REVISED}"
    texts = [number.replace("'", "''") for number in numbers]
    for row in _rows(client, "quotes", ("quotenumber",), "quotenumber eq '{}'", texts, state):
        found.setdefault(str(row.values["quotenumber"]).strip(), []).append(row.id)
    return found


def _orders(client: DataverseClient, quote_ids: Sequence[UUID]) -> dict[UUID, list[OrderOfQuote]]:
    found: dict[UUID, list[OrderOfQuote]] = {}
    columns = ("quoteid", "ordernumber", "statecode")
    for row in _rows(client, "salesorders", columns, "_quoteid_value eq {}", [str(id) for id in quote_ids]):
        quote = lookup_in(row.values, "quoteid")
        if quote is not None:
            number = str(row.values.get("ordernumber") or "")
            order = OrderOfQuote(row.id, number, is_submitted=row.values["statecode"] == SUBMITTED)
            found.setdefault(quote.id, []).append(order)
    return found


def _rows(
    client: DataverseClient,
    entity_set: str,
    columns: Sequence[str],
    equal: str,
    texts: Sequence[str],
    state: str = "",
) -> Iterator[Row]:
    for start in range(0, len(texts), AT_ONCE):
        wanted = " or ".join(equal.format(text) for text in texts[start : start + AT_ONCE])
        filter = f"({wanted}) and {state}" if state else wanted
        for page in client.pages(entity_set, select=columns, filter=filter):
            yield from page.rows
