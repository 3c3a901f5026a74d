"""Gives numbers to new records that came without one, from the number series of their table."""

from collections.abc import Sequence
from typing import Any

from erp.models import (
    Contact,
    Customer,
    ErpRecord,
    InventorySetup,
    Item,
    MarketingSetup,
    NoSeries,
    Opportunity,
    Resource,
    ResourcesSetup,
    SalesCrMemoHeader,
    SalesDocumentType,
    SalesHeader,
    SalesInvoiceHeader,
    SalesReceivablesSetup,
    SalesShipmentHeader,
)
from erp.operations.errors import RecordRejected
from erp.operations.take_numbers import take_numbers
from erp.queries.table_fields import table_of

# Where one table holds several kinds of records, each kind has a series of its own.
_SERIES: dict[tuple[type[ErpRecord], str], tuple[type[ErpRecord], str]] = {
    (Customer, ""): (SalesReceivablesSetup, "customer_nos"),
    (Contact, ""): (MarketingSetup, "contact_nos"),
    (Opportunity, ""): (MarketingSetup, "opportunity_nos"),
    (Item, ""): (InventorySetup, "item_nos"),
    (Resource, ""): (ResourcesSetup, "resource_nos"),
    (SalesHeader, SalesDocumentType.QUOTE): (SalesReceivablesSetup, "quote_nos"),
    (SalesHeader, SalesDocumentType.ORDER): (SalesReceivablesSetup, "order_nos"),
    (SalesHeader, SalesDocumentType.INVOICE): (SalesReceivablesSetup, "invoice_nos"),
    (SalesHeader, SalesDocumentType.CREDIT_MEMO): (SalesReceivablesSetup, "credit_memo_nos"),
    (SalesShipmentHeader, ""): (SalesReceivablesSetup, "posted_shipment_nos"),
    (SalesInvoiceHeader, ""): (SalesReceivablesSetup, "posted_invoice_nos"),
    (SalesCrMemoHeader, ""): (SalesReceivablesSetup, "posted_credit_memo_nos"),
}


def number_rows(*, model: type[ErpRecord], rows: Sequence[dict[str, Any]], kind: str = "") -> None:
    """Sets ``no`` in the rows that have none; a number of the caller's own must be allowed by the series."""
    series_code = series_of(model, kind)
    blank = [row for row in rows if not row.get("no")]
    if len(blank) < len(rows):
        _refuse_manual_numbers(model, rows, series_code)
    for row, number in zip(
        blank, take_numbers(model=model, series_code=series_code, count=len(blank)), strict=True
    ):
        row["no"] = number


def series_of(model: type[ErpRecord], kind: str = "") -> str | None:
    """Returns the code of the number series that the setup names for a table, or a kind of its records."""
    setup, field = _SERIES[model, kind]
    return setup._default_manager.values_list(f"{field}__code", flat=True).first()


def _refuse_manual_numbers(
    model: type[ErpRecord], rows: Sequence[dict[str, Any]], series_code: str | None
) -> None:
    if not NoSeries.objects.filter(code=series_code, manual_nos=False).exists():
        return
    index = next(index for index, row in enumerate(rows) if row.get("no"))
    raise RecordRejected(table=table_of(model), index=index, field="no", code="manual_number")
