"""Makes a sales order of a quote."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from erp.models import Customer, SalesDocumentStatus, SalesDocumentType, SalesHeader, SalesLine
from erp.models.statements import new_values
from erp.operations.archive_sales_document import archive_locked, is_archived_when_gone
from erp.operations.code_records import insert_unique
from erp.operations.copied_values import copied_values
from erp.operations.delete_record import delete_record
from erp.operations.errors import RecordRejected
from erp.operations.number_records import number_rows
from erp.operations.record_notes import copy_notes
from erp.operations.sales_customer_defaults import TABLE, due_date, refuse_blocked_customer
from erp.operations.sales_document_lines import lock_document
from erp.operations.sales_document_terms import currency_factor
from erp.operations.sales_document_totals import compute_outstanding
from erp.operations.sales_release_rules import check_releasable
from erp.operations.write_rows import insert_rows


@transaction.atomic
def make_order_of_quote(
    *,
    record_id: UUID,
    archive: bool | None = None,
    archived_by: str = "",
    expected_version: int | None = None,
) -> SalesHeader:
    """Creates an open order with lines, prices and notes of a quote, deletes the quote, returns the order.

    ``archive`` says whether a version of the quote is kept; None leaves that to Sales & Receivables Setup.
    Raises RecordRejected for other documents, an empty quote, and what is blocked; RecordChanged,
    RecordMissing.
    """
    quote, lines = lock_document(record_id, expected_version)
    if quote.document_type != SalesDocumentType.QUOTE:
        raise RecordRejected(table=TABLE, index=0, field="document_type", code="not_a_quote")
    refuse_blocked_customer(Customer.objects.get(no=quote.sell_to_customer_id), SalesDocumentType.ORDER)
    check_releasable(quote, lines)
    if archive if archive is not None else is_archived_when_gone(quote.document_type):
        archive_locked(quote, lines, archived_by=archived_by)
    order = _order_of(quote)
    order_lines = [
        SalesLine(**(new_values(SalesLine) | copied_values(line, SalesLine) | {"document_id": order.id}))
        for line in lines
    ]
    compute_outstanding(order, order_lines)
    rows: list[dict[str, str]] = [{}]
    number_rows(model=SalesHeader, rows=rows, kind=SalesDocumentType.ORDER)
    order.no = rows[0]["no"]
    insert_unique(records=[order], key="no", created_ids=None)
    insert_rows(order_lines)
    copy_notes(quote, order)
    delete_record(model=SalesHeader, record_id=quote.id)
    return order


def _order_of(quote: SalesHeader) -> SalesHeader:
    today = timezone.localdate()
    own = {
        "document_type": SalesDocumentType.ORDER.value,
        "status": SalesDocumentStatus.OPEN.value,
        "quote_no": quote.no,
        "document_date": today,
        "order_date": today,
        "posting_date": today,
        "due_date": due_date(quote.payment_terms_id or "", today),
        "currency_factor": currency_factor(quote.currency_id or "", today),
    }
    return SalesHeader(**(new_values(SalesHeader) | copied_values(quote, SalesHeader) | own))
