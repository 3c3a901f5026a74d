"""Invoices and their lines keep their ids when they are posted; from then on they stay as they are."""

from typing import Any, Final
from uuid import UUID

from erp.models import SalesHeader, SalesInvoiceHeader, SalesInvoiceLine
from erp.operations.errors import RecordRejected
from erp.operations.record_operations import Operations, Values

SEE_POSTED_INVOICES: Final = "erp.view_salesinvoiceheader"


def unless_posted(operations: Operations, *, lines: bool = False) -> Operations:
    """The operations of invoices that are not posted, or of their lines; they say so of one that is."""

    def create(values: Values) -> Any:
        refuse_posted(values["document_id"])
        return operations.create(values)  # type: ignore[misc]

    def modify(record_id: UUID, values: Values, version: int | None) -> Any:
        refuse_posted(_document_of(record_id) if lines else record_id)
        return operations.modify(record_id, values, version)  # type: ignore[misc]

    def delete(record_id: UUID, version: int | None) -> None:
        refuse_posted(_document_of(record_id) if lines else record_id)
        operations.delete(record_id, version)  # type: ignore[misc]

    return Operations(create=create if operations.create else None, modify=modify, delete=delete)


def refuse_posted(document_id: Any) -> None:
    """Raises RecordRejected for an invoice that is posted."""
    posted = SalesInvoiceHeader.objects.filter(id=document_id).first()
    if posted is not None:
        raise _rejected(posted.no, "document_posted")


def refuse_draft(document_id: UUID) -> None:
    """Raises RecordRejected for an invoice that is not posted."""
    draft = SalesHeader.objects.filter(id=document_id).first()
    if draft is not None:
        raise _rejected(draft.no, "not_posted")


def _document_of(line_id: UUID) -> UUID | None:
    """The posted invoice that a line belongs to, if it belongs to one."""
    return SalesInvoiceLine.objects.filter(id=line_id).values_list("document_id", flat=True).first()


def _rejected(no: str, code: str) -> RecordRejected:
    return RecordRejected(table="sales_header", index=0, field="", code=code, params={"value": no})
