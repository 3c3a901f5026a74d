"""Creates a sales quote, order, invoice or credit memo with its lines."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from erp.models import SalesDocumentType, SalesHeader
from erp.operations.assign_values import new_record
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import insert_unique
from erp.operations.number_records import number_rows
from erp.operations.references import check_references
from erp.operations.sales_customer_defaults import (
    TABLE,
    add_party_values,
    blank_local_currency,
    refuse_blocked_customer,
)
from erp.operations.sales_document_lines import build_lines
from erp.operations.sales_document_terms import add_dates, currency_factor
from erp.operations.write_rows import insert_rows


@transaction.atomic
def create_sales_document(
    *,
    document_type: str,
    values: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]] = (),
    record_id: UUID | None = None,
) -> SalesHeader:
    """Creates an open document and returns it.

    ``values`` are field values of the table sales_header; ``sell_to_customer_no`` is required, what is not
    said comes from the customer. ``lines`` are field values of the table sales_line, in their order; a line
    without ``unit_price`` gets the best sales price, else the price on the card. Without ``no``, the document
    is numbered from the series of its type. Raises RecordRejected; nothing is written then.
    """
    kind = SalesDocumentType(document_type)
    (row,) = clean_rows(table=TABLE, rows=[values])
    refuse_blocked_customer(add_party_values(row), kind)
    blank_local_currency(row)
    check_references(table=TABLE, rows=[row])
    add_dates(row, today=timezone.localdate())
    factor = currency_factor(row["currency_code"], row["posting_date"])
    header = new_record(
        SalesHeader, {**row, "document_type": kind.value, "currency_factor": factor}, record_id=record_id
    )
    new_lines = build_lines(header, lines, [])
    # Last, since whoever takes a number makes the others wait for theirs.
    number_rows(model=SalesHeader, rows=[row], kind=kind)
    header.no = row["no"]
    insert_unique(records=[header], key="no", created_ids=None if record_id is None else [record_id])
    insert_rows(new_lines)
    return header
