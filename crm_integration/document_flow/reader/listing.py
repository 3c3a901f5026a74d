"""Orders and quotes of the CRM as a list shows them, read from there now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.values import Row
from crm_integration.document_flow.reader.crm_documents import KINDS
from crm_integration.document_flow.sales_documents.crm_document import NUMBERS, QUOTE

COLUMNS = ("name", "statecode", "statuscode", "totalamount", "modifiedon", "createdon")
OWN = {QUOTE: ("revisionnumber",)}
EXPANDED = (
    "customerid_account($select=name)",
    "customerid_contact($select=fullname)",
    "transactioncurrencyid($select=isocurrencycode)",
    "owninguser($select=fullname)",
)
AT_ONCE = 50


@dataclass(frozen=True)
class ListedDocument:
    """``total`` is in ``currency``; ``changed_at`` is when it was changed last, such as by submitting it."""

    crm_id: UUID
    number: str
    name: str
    customer: str
    owner: str
    total: Decimal
    currency: str
    changed_at: datetime
    statecode: int
    statuscode: int | None = None
    revision: int = 0


def first_documents(client: DataverseClient, table: str, filter: str, *, limit: int) -> list[ListedDocument]:
    """Those that the filter lets through, the last changed first. Raises DataverseError."""
    return list(_read(client, table, filter, top=limit, orderby="modifiedon desc"))


def documents_by_id(client: DataverseClient, table: str, ids: Sequence[UUID]) -> dict[UUID, ListedDocument]:
    """Those that exist, in no order. Raises DataverseError."""
    found: dict[UUID, ListedDocument] = {}
    for start in range(0, len(ids), AT_ONCE):
        wanted = " or ".join(f"{KINDS[table].primary_id} eq {id}" for id in ids[start : start + AT_ONCE])
        found |= {document.crm_id: document for document in _read(client, table, wanted, top=AT_ONCE)}
    return found


def _read(
    client: DataverseClient, table: str, filter: str, *, top: int, orderby: str | None = None
) -> Iterable[ListedDocument]:
    columns = (NUMBERS[table], *COLUMNS, *OWN.get(table, ()))
    pages = client.pages(
        KINDS[table].entity_set, select=columns, filter=filter, expand=EXPANDED, top=top, orderby=orderby
    )
    return (_listed(row, NUMBERS[table]) for page in pages for row in page.rows)


def _listed(row: Row, number: str) -> ListedDocument:
    values = row.values
    return ListedDocument(
        crm_id=row.id,
        number=str(values.get(number) or ""),
        name=str(values.get("name") or ""),
        customer=_text(values, "customerid_account", "name")
        or _text(values, "customerid_contact", "fullname"),
        owner=_text(values, "owninguser", "fullname"),
        total=Decimal(values.get("totalamount") or 0),
        currency=_text(values, "transactioncurrencyid", "isocurrencycode"),
        changed_at=values["modifiedon"],
        statecode=int(values["statecode"]),
        statuscode=values.get("statuscode"),
        revision=int(values.get("revisionnumber") or 0),
    )


def _text(values: Mapping[str, Any], name: str, column: str) -> str:
    record = values.get(name)
    return str(record.get(column) or "") if isinstance(record, Mapping) else ""
