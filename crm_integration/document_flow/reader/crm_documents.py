"""Reads orders and quotes of the CRM with their lines, over the Web API."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.values import Row
from crm_integration.document_flow.sales_documents.crm_document import NUMBERS, ORDER, QUOTE, CrmDocument
from crm_integration.document_flow.sales_documents.header import ADDRESS, PREFIXES
from crm_integration.table_mapping.values import LookupValue

AT_ONCE = 25
HEADER = (
    "name",
    "statecode",
    "statuscode",
    "customerid",
    "ownerid",
    "transactioncurrencyid",
    "description",
    "discountamount",
    "discountpercentage",
    "freightamount",
    "totallineitemamount",
    "totalamountlessfreight",
    "totalamount",
    "paymenttermscode",
    "shippingmethodcode",
    "freighttermscode",
    "modifiedon",
    *(f"{prefix}_{column}" for prefix in PREFIXES for column in ADDRESS),
)
LINE = (
    "productid",
    "productdescription",
    "description",
    "uomid",
    "quantity",
    "priceperunit",
    "volumediscountamount",
    "manualdiscountamount",
    "sequencenumber",
)


@dataclass(frozen=True)
class Kind:
    """The tables of a document and of its lines."""

    table: str
    entity_set: str
    lines_set: str
    header: tuple[str, ...]

    @property
    def primary_id(self) -> str:
        return f"{self.table}id"


KINDS: Mapping[str, Kind] = {
    ORDER: Kind(
        ORDER,
        "salesorders",
        "salesorderdetails",
        (*HEADER, NUMBERS[ORDER], "requestdeliveryby", "lastbackofficesubmit", "quoteid"),
    ),
    QUOTE: Kind(
        QUOTE,
        "quotes",
        "quotedetails",
        (*HEADER, NUMBERS[QUOTE], "effectiveto", "revisionnumber"),
    ),
}


def read_documents(client: DataverseClient, table: str, ids: Sequence[UUID]) -> list[CrmDocument]:
    """Returns the documents that are there, in the order of ``ids``. Raises DataverseError.

    The lines are read after the headers: whoever changes a document between the two changes its version.
    """
    kind = KINDS[table]
    found: dict[UUID, CrmDocument] = {}
    for start in range(0, len(ids), AT_ONCE):
        chunk = ids[start : start + AT_ONCE]
        headers = _rows(client, kind.entity_set, kind.header, _any_of(kind.primary_id, chunk))
        present = {row.id: row for row in headers}
        lines = _lines(client, kind, list(present))
        for id, row in present.items():
            found[id] = CrmDocument(table, id, row.version, row.values, tuple(lines.get(id, ())))
    return [found[id] for id in dict.fromkeys(ids) if id in found]


def _lines(client: DataverseClient, kind: Kind, ids: Sequence[UUID]) -> dict[UUID, list[Mapping[str, Any]]]:
    """By document, in the order of the sequence numbers."""
    if not ids:
        return {}
    lines: dict[UUID, list[Mapping[str, Any]]] = {}
    columns = (kind.primary_id, *LINE)
    for row in _rows(client, kind.lines_set, columns, _any_of(f"_{kind.primary_id}_value", ids)):
        document = row.values[kind.primary_id]
        if isinstance(document, LookupValue):
            lines.setdefault(document.id, []).append(row.values)
    for of_document in lines.values():
        of_document.sort(key=lambda line: line.get("sequencenumber") or 0)
    return lines


def _rows(client: DataverseClient, entity_set: str, columns: Sequence[str], filter: str) -> Iterator[Row]:
    for page in client.pages(entity_set, select=columns, filter=filter):
        yield from page.rows


def _any_of(property_name: str, ids: Sequence[UUID]) -> str:
    return " or ".join(f"{property_name} eq {id}" for id in ids)
