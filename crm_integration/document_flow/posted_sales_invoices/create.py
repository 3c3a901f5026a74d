"""*Create Invoice in Dynamics 365 Sales*: header, lines and totals in one change set, at once or not at all.

The id of the CRM's invoice follows from the invoice, and it is created only where it is not there: whoever
asks twice, or lost the answer, finds the one that is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure as CrmCure
from crm_integration.dataverse.errors import DataverseError
from crm_integration.dataverse.operations import Create, Update
from crm_integration.document_flow.posted_sales_invoices.draft import (
    BILLED,
    ZERO,
    InvoiceRefused,
    delivered,
    lines_of,
    refuse_blocked,
    totals_of,
)
from crm_integration.document_flow.posted_sales_invoices.facts import invoice_lines, read_facts
from crm_integration.document_flow.posted_sales_invoices.header_links import header_links, price_list
from crm_integration.document_flow.posted_sales_invoices.mapped_columns import InvoiceMappings, header_columns
from crm_integration.document_flow.posted_sales_invoices.missing_prices import add_missing_prices
from crm_integration.document_flow.posted_sales_invoices.problem_book import keep_problem, lock_invoice
from crm_integration.document_flow.posted_sales_invoices.states import (
    update_invoice_states,
    wanted_states,
)
from crm_integration.job_queue.entries import wake
from crm_integration.job_queue.entries.chores import CUSTOMER_STATISTICS
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.synch_engine.applier.problem_book import forget_uncoupled
from crm_integration.table_mapping.problem import Cure, Problem
from erp.models import SalesInvoiceHeader

INVOICES, LINES = "invoices", "invoicedetails"
# These concern the one invoice; what else goes wrong concerns all of them.
OF_ONE_INVOICE = (CrmCure.REJECTED, CrmCure.NOT_FOUND, CrmCure.DUPLICATE, CrmCure.CONCURRENCY)
AMOUNTS = ("manualdiscountamount", "tax", "baseamount", "extendedamount")


@dataclass(frozen=True)
class InvoiceResult:
    """What became of one invoice: the id in the CRM, or the problem."""

    invoice: SalesInvoiceHeader
    crm_id: UUID | None = None
    problem: Problem | None = None
    is_new: bool = False


def create_invoices(
    client: DataverseClient, ids: Sequence[UUID], *, setup: ConnectionSetup, now: datetime
) -> list[InvoiceResult]:
    """Returns a result per invoice that exists, and keeps the problems.

    Raises DataverseError when the CRM cannot be asked.
    """
    mappings = InvoiceMappings.open()
    client = client.knowing(mappings.lines.client.tables)
    results = []
    for invoice in SalesInvoiceHeader.objects.filter(id__in=list(ids)).order_by("no"):
        result = _create(client, mappings, invoice, setup)
        if result.problem is not None:
            keep_problem(invoice, result.problem, now=now)
        results.append(result)
    return results


def _create(
    client: DataverseClient,
    mappings: InvoiceMappings,
    invoice: SalesInvoiceHeader,
    setup: ConnectionSetup,
) -> InvoiceResult:
    known = Coupling.objects.filter(erp_table=POSTEDSALESINV_INV.erp_table, erp_id=invoice.id).first()
    if known is not None:
        return InvoiceResult(invoice, crm_id=known.crm_id)
    assert setup.organization_id is not None  # noqa: S101 (known since the connection was enabled)
    crm_id = uuid5(setup.organization_id, f"invoice/{invoice.id}")
    try:
        _send(client, crm_id, _operations(client, mappings, invoice, crm_id, setup))
    except InvoiceRefused as refused:
        return InvoiceResult(invoice, problem=refused.problem)
    except DataverseError as error:
        if error.cure not in OF_ONE_INVOICE:
            raise
        params = {"code": error.code, "message": error.message[:500], "cure": error.cure.value}
        return InvoiceResult(invoice, problem=Problem(f"crm_{error.cure.value}", Cure.REJECTED, params))
    _couple(mappings, invoice, crm_id)
    if wanted_states([invoice])[invoice.id] != BILLED:  # paid or cancelled before it was there
        update_invoice_states(client, [invoice.id])
    return InvoiceResult(invoice, crm_id=crm_id, is_new=True)


def _operations(
    client: DataverseClient,
    mappings: InvoiceMappings,
    invoice: SalesInvoiceHeader,
    crm_id: UUID,
    setup: ConnectionSetup,
) -> list[Create | Update]:
    columns = header_columns(mappings.header, invoice)
    lines = invoice_lines(invoice, mappings.lines)
    refuse_blocked(lines)
    links = header_links(client, invoice)
    facts = read_facts(client, invoice, crm_id, lines, setup)
    rows = lines_of(lines, facts, delivered(columns))
    if "pricelevelid" not in links:
        links["pricelevelid"] = price_list(client, invoice, setup)
    add_missing_prices(client, links["pricelevelid"].id, rows, setup)
    creates: list[Create | Update] = [Create(INVOICES, crm_id, {**columns, **links})]
    amounts: list[Create | Update] = []
    for place, row in enumerate(rows):
        line_id = uuid5(crm_id, str(place))
        creates.append(Create(LINES, line_id, row))
        amounts.append(Update(LINES, line_id, {name: row[name] for name in AMOUNTS if name in row}))
    discount = sum((line.inv_discount_amount for line in lines), ZERO)
    totals = totals_of(lines, invoice_discount=discount)
    return [*creates, *amounts, Update(INVOICES, crm_id, {**totals, **BILLED})]


def _send(client: DataverseClient, crm_id: UUID, operations: Sequence[Create | Update]) -> None:
    """Raises DataverseError, but not if the invoice is there: of one change set it is there as a whole."""
    try:
        client.execute_atomically(operations)
    except DataverseError as error:
        if error.cure not in (CrmCure.DUPLICATE, CrmCure.CONCURRENCY) or not _is_there(client, crm_id):
            raise


def _is_there(client: DataverseClient, crm_id: UUID) -> bool:
    """Something else of the change set may be what the CRM has already. Raises DataverseError."""
    try:
        client.retrieve(INVOICES, crm_id, select=("invoicenumber",))
    except DataverseError as error:
        if error.cure is not CrmCure.NOT_FOUND:
            raise
        return False
    return True


@transaction.atomic
def _couple(mappings: InvoiceMappings, invoice: SalesInvoiceHeader, crm_id: UUID) -> None:
    """The mapping's next run compares both, and keeps them so."""
    lock_invoice(invoice)
    Coupling.objects.get_or_create(
        erp_table=POSTEDSALESINV_INV.erp_table,
        erp_id=invoice.id,
        defaults={
            "mapping_id": POSTEDSALESINV_INV.name,
            "crm_table": POSTEDSALESINV_INV.crm_table,
            "crm_id": crm_id,
            "first_direction": "to_integration_table",
        },
    )
    forget_uncoupled(mappings.header.stored, [(invoice.id, crm_id)])
    wake([POSTEDSALESINV_INV.name, CUSTOMER_STATISTICS], now=timezone.now())
