"""Sales invoices, posted and not posted yet. Amounts are in the document's currency.

An invoice is a *Draft* until it is posted, which only then owes something: it is *Open* until nothing remains
to be paid, then *Paid*; *Canceled* after a credit memo. As in Business Central it keeps its id when it is
posted, and gets the number of a posted invoice. An invoice of an order comes into being posted.
"""

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Sum,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Round

from erp.models import (
    CustomerLedgerEntry,
    DetailedCustomerLedgEntry,
    LedgerDocumentType,
    SalesDocumentType,
    SalesHeader,
    SalesInvoiceHeader,
)
from erp.models.fields import AMOUNT
from erp.operations.cancel_posted_invoice import cancel_posted_invoice
from erp.operations.post_sales_document import post_sales_document
from erp.rest_api.entities.posted_invoices import (
    SEE_POSTED_INVOICES,
    refuse_draft,
    refuse_posted,
    unless_posted,
)
from erp.rest_api.entities.sales_documents import DOCUMENT_OPERATIONS, create_document
from erp.rest_api.entities.sales_headers import NAMED, PARTIES, TERMS
from erp.rest_api.entities.sales_lines import SALES_INVOICE_LINES, TAX_AMOUNT
from erp.rest_api.entities.sales_steps import release, reopen
from erp.rest_api.entity import RECORD_ID, Action, Entity, FurtherTable, joined, value
from erp.rest_api.kinds import CODE, DECIMAL, ID, option_kind

_MONEY: Final[Any] = DecimalField(**AMOUNT)  # type: ignore[arg-type]
_WORD: Final[Any] = CharField()
_STATUS: Final = option_kind({name: name for name in ("Draft", "Open", "Paid", "Canceled")})

_ENTRY: Final = {"document_type": LedgerDocumentType.INVOICE, "document_no": OuterRef("no")}
_DETAILS: Final = DetailedCustomerLedgEntry.objects.filter(
    **{f"cust_ledger_entry__{name}": given for name, given in _ENTRY.items()}
)
_REMAINING: Final = Subquery(
    _DETAILS.order_by()
    .values("cust_ledger_entry")
    .annotate(total=Round(Sum("amount"), precision=5))
    .values("total")
)
_POSTED: Final = {
    "tax_amount": TAX_AMOUNT,
    "remaining": Coalesce(_REMAINING, Value(0, output_field=_MONEY), output_field=_MONEY),
    "invoice_status": Case(
        When(Q(cancelled=True), Value("Canceled")),
        When(Exists(CustomerLedgerEntry.objects.filter(**_ENTRY, open=True)), Value("Open")),
        default=Value("Paid"),
        output_field=_WORD,
    ),
    "of_order_no": F("order_no"),
    "of_order_id": F("order_id"),
}
_NOT_POSTED: Final = {
    "tax_amount": TAX_AMOUNT,
    "remaining": Value(0, output_field=_MONEY),
    "invoice_status": Value("Draft", output_field=_WORD),
    "of_order_no": Value("", output_field=_WORD),
    "of_order_id": Value(None, output_field=UUIDField()),
}


def _post(record_id: UUID, version: int | None, user_name: str) -> None:
    refuse_posted(record_id)
    post_sales_document(record_id=record_id, expected_version=version)


def _release(record_id: UUID, version: int | None, user_name: str) -> None:
    refuse_posted(record_id)
    release(record_id, version, user_name)


def _reopen(record_id: UUID, version: int | None, user_name: str) -> None:
    refuse_posted(record_id)
    reopen(record_id, version, user_name)


def _cancel(record_id: UUID, version: int | None, user_name: str) -> None:
    refuse_draft(record_id)
    cancel_posted_invoice(invoice_id=record_id, expected_version=version)


SALES_INVOICES = Entity(
    name="salesInvoices",
    singular="salesInvoice",
    model=SalesHeader,
    key="id",
    declared=(
        RECORD_ID,
        value("number", "no"),
        value("externalDocumentNumber", "external_document_no"),
        value("invoiceDate", "document_date"),
        value("postingDate", "posting_date"),
        value("dueDate", "due_date"),
        value("customerPurchaseOrderReference", "your_reference"),
        *PARTIES,
        joined("orderId", "of_order_id", kind=ID),
        joined("orderNumber", "of_order_no", kind=CODE),
        value("pricesIncludeTax", "prices_including_vat", read_only=True),
        joined("remainingAmount", "remaining", kind=DECIMAL),
        joined("status", "invoice_status", kind=_STATUS),
        *TERMS,
    ),
    operations=unless_posted(DOCUMENT_OPERATIONS),
    create_with_lines=partial(create_document, SalesDocumentType.INVOICE),
    where={"document_type": SalesDocumentType.INVOICE},
    annotations=_NOT_POSTED,
    permissions="salesinvoice",
    lines=SALES_INVOICE_LINES,
    navigations=NAMED,
    actions=(
        Action(name="Microsoft.NAV.post", run=_post),
        Action(name="Microsoft.NAV.cancel", run=_cancel, permissions=("erp.change_salesinvoiceheader",)),
        Action(name="Dynamics.release", run=_release),
        Action(name="Dynamics.reopen", run=_reopen),
    ),
    further=FurtherTable(model=SalesInvoiceHeader, permission=SEE_POSTED_INVOICES, annotations=_POSTED),
)
