"""What customers have paid. Entering a payment posts it at once: there are no journals to collect it in.

``amount`` is what the payment does to the customer's account, as in Business Central's payment journals: it
is negative, since the customer owes less. Without one, what remains of the invoice was paid. The currency is
that of the invoice, else that of the customer. A posted payment changes in what it is applied to, only.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils import timezone

from erp.models import Customer, CustomerLedgerEntry, LedgerDocumentType, SalesInvoiceHeader
from erp.operations.apply_customer_entries import apply_customer_entries
from erp.operations.customer_application import ENTRIES
from erp.operations.errors import RecordRejected
from erp.operations.record_operations import Operations, Values
from erp.operations.register_payment import register_payment
from erp.operations.unapply_customer_entry import unapply_customer_entry
from erp.queries.applied_invoices import applied_invoices
from erp.queries.customer_ledger import amounts_of_entry
from erp.rest_api.entities.customers import CUSTOMERS
from erp.rest_api.entity import (
    LAST_MODIFIED,
    RECORD_ID,
    Action,
    Entity,
    Navigation,
    Property,
    id_of,
    joined,
    value,
)
from erp.rest_api.errors import INVALID_FIELD, NO_SUCH_REFERENCE, PropertyError
from erp.rest_api.kinds import CODE, DECIMAL, ID

INVOICE = "applies_to"
INVOICE_NO = "appliesToInvoiceNumber"


def _invoice_nos(entry_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """The invoice that a payment is applied to, the first of several."""
    applied = applied_invoices(entry_ids)
    return {entry_id: numbers[0] if numbers else "" for entry_id, numbers in applied.items()}


def _invoice_ids(entry_ids: Collection[UUID]) -> Mapping[UUID, UUID | None]:
    numbers = _invoice_nos(entry_ids)
    ids = dict(SalesInvoiceHeader.objects.filter(no__in=set(numbers.values())).values_list("no", "id"))
    return {entry_id: ids.get(no) for entry_id, no in numbers.items()}


def _register(values: Values) -> CustomerLedgerEntry:
    amount = values.get("amount")
    if amount is not None and amount >= 0:
        message = "The amount of a payment must be negative: the customer owes so much less."
        raise PropertyError(INVALID_FIELD, "amount", message)
    invoice = _owed(values[INVOICE]) if values.get(INVOICE) else None
    customer_no = values.get("customer_no") or (invoice.customer_id if invoice else "")
    return register_payment(
        customer_no=customer_no,
        posting_date=values.get("posting_date") or timezone.localdate(),
        amount=None if amount is None else amount.copy_negate(),
        document_no=values.get("document_no", ""),
        applies_to=[invoice.id] if invoice else [],
        currency_code=values.get("currency_code", _currency(customer_no, invoice)),
        external_document_no=values.get("external_document_no", ""),
    )


def _apply(record_id: UUID, values: Values, version: int | None) -> CustomerLedgerEntry:
    if fixed := values.keys() - {INVOICE}:
        raise RecordRejected(table=ENTRIES, index=0, field=min(fixed), code="not_editable")
    if INVOICE not in values:
        return CustomerLedgerEntry.objects.get(id=record_id)
    invoice = _owed(values[INVOICE])
    return apply_customer_entries(entry_id=record_id, applies_to=[invoice.id], expected_version=version)


def _unapply(record_id: UUID, version: int | None, user_name: str) -> None:
    unapply_customer_entry(entry_id=record_id, expected_version=version)


def _owed(invoice_no: str) -> CustomerLedgerEntry:
    entries = CustomerLedgerEntry.objects.filter(document_type=LedgerDocumentType.INVOICE)
    found = entries.filter(document_no=invoice_no).first()
    if found is None:
        message = f"There is no posted invoice '{invoice_no[:20]}'."
        raise PropertyError(NO_SUCH_REFERENCE, INVOICE_NO, message)
    return found


def _currency(customer_no: str, invoice: CustomerLedgerEntry | None) -> str:
    if invoice is not None:
        return str(invoice.currency_id or "")
    customer = Customer.objects.filter(no=customer_no).first()
    return str(customer.currency_id or "") if customer else ""


CUSTOMER_PAYMENTS = Entity(
    name="customerPayments",
    singular="customerPayment",
    model=CustomerLedgerEntry,
    key="id",
    declared=(
        RECORD_ID,
        id_of("customerId", "customer_no"),
        value("customerNumber", "customer_no"),
        value("postingDate", "posting_date"),
        value("documentNumber", "document_no"),
        value("externalDocumentNumber", "external_document_no"),
        Property(name="amount", field="amount", path="amount", kind=DECIMAL),
        joined("remainingAmount", "remaining_amount", kind=DECIMAL),
        id_of("currencyId", "currency_code"),
        value("currencyCode", "currency_code"),
        Property(
            name="appliesToInvoiceId",
            field=INVOICE,
            calculate=_invoice_ids,
            kind=ID,
            is_id=True,
            related=SalesInvoiceHeader,
        ),
        Property(name=INVOICE_NO, field=INVOICE, calculate=_invoice_nos, kind=CODE),
        value("description", "description", read_only=True),
        LAST_MODIFIED,
    ),
    operations=Operations(create=_register, modify=_apply),
    where={"document_type": LedgerDocumentType.PAYMENT},
    annotations={name: amounts_of_entry()[name] for name in ("amount", "remaining_amount")},
    actions=(Action(name="Dynamics.unapply", run=_unapply),),
    navigations=(Navigation("customer", "customer__id", CUSTOMERS),),
)
