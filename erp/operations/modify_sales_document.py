"""Modifies a sales document and its lines."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from erp.models import SalesDocumentStatus, SalesHeader, SalesLine
from erp.operations.assign_values import assign, refuse_new_key
from erp.operations.clean_values import clean_rows
from erp.operations.errors import RecordRejected
from erp.operations.references import check_references
from erp.operations.sales_customer_defaults import (
    TABLE,
    add_contact_values,
    add_party_values,
    add_payer_values,
    blank_local_currency,
    customer_of,
    refuse_blocked_customer,
)
from erp.operations.sales_document_lines import (
    attributes,
    build_lines,
    change_released_lines,
    lock_document,
    refuse_lost_lines,
    write_lines,
)
from erp.operations.sales_document_terms import follow_terms
from erp.operations.sales_document_totals import compute_outstanding
from erp.operations.write_rows import update_rows
from erp.queries.table_fields import record_values

FREE_WHEN_RELEASED: Final = frozenset(
    {
        "your_reference",
        "external_document_no",
        "quote_no",
        "work_description",
        "document_date",
        "posting_date",
        "due_date",
        "payment_terms_code",
        "requested_delivery_date",
        "shipment_date",
        "quote_valid_until_date",
        "shipment_method_code",
        "shipping_agent_code",
        "salesperson_code",
        "ship_to_name",
        "ship_to_address",
        "ship_to_address_2",
        "ship_to_city",
        "ship_to_post_code",
        "ship_to_county",
        "ship_to_country_region_code",
        "ship_to_contact",
    }
)
_FIXED_BY_SHIPMENT: Final = (
    "sell_to_customer_no",
    "bill_to_customer_no",
    "currency_code",
    "prices_including_vat",
    "vat_bus_posting_group",
)
_REPRICED_BY: Final = frozenset({"sell_to_customer_no", "currency_code", "prices_including_vat"})


@transaction.atomic
def modify_sales_document(
    *,
    record_id: UUID,
    values: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]] | None = None,
    expected_version: int | None = None,
) -> SalesHeader:
    """Modifies a document and returns it as it is now; what has not changed is not written.

    ``lines`` are all lines of an open document: a row with the ``id`` or ``line_no`` of a line modifies it,
    another one is new, and a line without a row is deleted. None leaves the lines as they are. Of a released
    document, only what does not touch its amounts can change; its ``lines`` may be some of them, with
    quantities to post and dates. Raises RecordRejected, RecordChanged, RecordMissing; nothing is written
    then.
    """
    header, current = lock_document(record_id, expected_version)
    before = {line.id: attributes(line) for line in current}
    row = _changes(header, values, current)
    _follow(header, row)
    old_date = header.requested_delivery_date
    changed = assign(header, row)
    if header.status == SalesDocumentStatus.RELEASED:
        new_lines = change_released_lines(header, lines or (), current)
        compute_outstanding(header, new_lines)
    else:
        rows = [{"id": line.id} for line in current] if lines is None else lines
        amounts = header.amount, header.amount_including_vat, header.invoice_discount_amount
        new_lines = build_lines(header, rows, current, reprice=bool(_REPRICED_BY & changed))
        refuse_lost_lines(new_lines, current)
        if amounts != (header.amount, header.amount_including_vat, header.invoice_discount_amount):
            changed |= {"amount", "amount_including_vat", "invoice_discount_amount"}
    if "requested_delivery_date" in changed:
        _move_lines(new_lines, old_date, header)
    if write_lines(new_lines, before) or changed:
        update_rows([header], changed)
    return header


def _changes(header: SalesHeader, values: Mapping[str, Any], lines: Sequence[SalesLine]) -> dict[str, Any]:
    """Returns the clean values that differ from the document's; raises RecordRejected for what stays."""
    (row,) = clean_rows(table=TABLE, rows=[values])
    refuse_new_key(table=TABLE, key="no", index=0, record=header, values=row)
    blank_local_currency(row)
    check_references(table=TABLE, rows=[row])
    current = record_values(header)
    row = {name: value for name, value in row.items() if value != current[name]}
    if header.status == SalesDocumentStatus.RELEASED and (fixed := row.keys() - FREE_WHEN_RELEASED):
        raise RecordRejected(table=TABLE, index=0, field=min(fixed), code="document_released")
    if any(line.quantity_shipped or line.quantity_invoiced for line in lines):
        for name in _FIXED_BY_SHIPMENT:
            if name in row:
                raise RecordRejected(table=TABLE, index=0, field=name, code="document_is_shipped")
    return row


def _follow(header: SalesHeader, row: dict[str, Any]) -> None:
    """Adds to the changes what follows from another customer, contact, date or currency."""
    if "sell_to_customer_no" in row:
        refuse_blocked_customer(add_party_values(row), header.document_type)
        blank_local_currency(row)
    elif "bill_to_customer_no" in row:
        add_payer_values(row)
        blank_local_currency(row)
    if "sell_to_contact_no" in row:
        add_contact_values(row, customer_of(row.get("sell_to_customer_no") or header.sell_to_customer_id))
    follow_terms(row, record_values(header))


def _move_lines(lines: Sequence[SalesLine], old_date: Any, header: SalesHeader) -> None:
    """Lines that were to be delivered when the document was, still are."""
    for line in lines:
        if line.requested_delivery_date == old_date:
            line.requested_delivery_date = header.requested_delivery_date
