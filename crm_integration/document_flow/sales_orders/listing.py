"""Orders of the CRM as a list shows them, read from there now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.values import Row
from crm_integration.document_flow.sales_orders.waiting import WAITING

COLUMNS = ("ordernumber", "name", "statecode", "statuscode", "totalamount", "modifiedon", "createdon")
EXPANDED = (
    "customerid_account($select=name)",
    "customerid_contact($select=fullname)",
    "transactioncurrencyid($select=isocurrencycode)",
    "owninguser($select=fullname)",
)
AT_ONCE = 50


@dataclass(frozen=True)
class ListedOrder:
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


def waiting_orders(client: DataverseClient, *, limit: int) -> list[ListedOrder]:
    """The orders that wait to become sales orders, newest first. Raises DataverseError."""
    return _orders(client, WAITING, top=limit, orderby="modifiedon desc")


def orders_by_id(client: DataverseClient, ids: Sequence[UUID]) -> dict[UUID, ListedOrder]:
    """Those of the orders that exist. Raises DataverseError."""
    found: dict[UUID, ListedOrder] = {}
    for start in range(0, len(ids), AT_ONCE):
        wanted = " or ".join(f"salesorderid eq {id}" for id in ids[start : start + AT_ONCE])
        found |= {order.crm_id: order for order in _orders(client, wanted, top=AT_ONCE)}
    return found


def _orders(
    client: DataverseClient, filter: str, *, top: int, orderby: str | None = None
) -> list[ListedOrder]:
    pages = client.pages(
        "salesorders", select=COLUMNS, filter=filter, expand=EXPANDED, top=top, orderby=orderby
    )
    return [_listed(row) for page in pages for row in page.rows]


def _listed(row: Row) -> ListedOrder:
    values = row.values
    return ListedOrder(
        crm_id=row.id,
        number=str(values.get("ordernumber") or ""),
        name=str(values.get("name") or ""),
        customer=_text(values, "customerid_account", "name")
        or _text(values, "customerid_contact", "fullname"),
        owner=_text(values, "owninguser", "fullname"),
        total=Decimal(values.get("totalamount") or 0),
        currency=_text(values, "transactioncurrencyid", "isocurrencycode"),
        changed_at=values["modifiedon"],
        statecode=int(values["statecode"]),
    )


def _text(values: Mapping[str, Any], name: str, column: str) -> str:
    record = values.get(name)
    return str(record.get(column) or "") if isinstance(record, Mapping) else ""
