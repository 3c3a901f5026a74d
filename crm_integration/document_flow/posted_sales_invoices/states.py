"""Payments make the CRM's invoices paid, in part or completely; a cancelled invoice is canceled there.

Source: SD 3, 4. An invoice that is not active takes no change: it becomes Billed first.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from uuid import UUID

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Retrieve, Update
from crm_integration.dataverse.values import Row
from crm_integration.document_flow.posted_sales_invoices.draft import ACTIVE, BILLED, state_of
from crm_integration.document_flow.problem_book import OF_ONE_RECORD
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.models import Coupling
from erp.models import SalesInvoiceHeader
from erp.queries.customer_ledger import invoice_amounts

INVOICES = "invoices"
COLUMNS = ("statecode", "statuscode")
ZERO = Decimal(0)
AT_ONCE = 100


def update_invoice_states(client: DataverseClient, invoice_ids: Collection[UUID]) -> int:
    """Returns how many invoices of the CRM changed. One that is gone there is passed over.

    Raises DataverseError.
    """
    coupled = Coupling.objects.filter(mapping=POSTEDSALESINV_INV.name, erp_id__in=list(invoice_ids))
    crm_ids = dict(coupled.values_list("erp_id", "crm_id"))
    invoices = list(SalesInvoiceHeader.objects.filter(id__in=crm_ids).order_by("no"))
    changed = 0
    for start in range(0, len(invoices), AT_ONCE):
        chunk = invoices[start : start + AT_ONCE]
        wanted = wanted_states(chunk)
        reads = [Retrieve(INVOICES, crm_ids[invoice.id], COLUMNS) for invoice in chunk]
        for invoice, result in zip(chunk, client.execute(reads), strict=True):
            if result.row is not None:
                changed += _change(client, result.row, wanted[invoice.id])
            elif result.error is not None and result.error.cure is not Cure.NOT_FOUND:
                raise result.error
    return changed


def wanted_states(invoices: Collection[SalesInvoiceHeader]) -> dict[UUID, Mapping[str, int]]:
    """What each invoice of the CRM should be, by its ledger entry."""
    amounts = invoice_amounts([invoice.no for invoice in invoices])
    return {
        invoice.id: state_of(
            amount=amounts[invoice.no].amount if invoice.no in amounts else ZERO,
            remaining=amounts[invoice.no].remaining_amount if invoice.no in amounts else ZERO,
            is_cancelled=invoice.cancelled,
        )
        for invoice in invoices
    }


def _change(client: DataverseClient, row: Row, wanted: Mapping[str, int]) -> int:
    held = {name: row.values[name] for name in COLUMNS}
    if held == wanted:
        return 0
    target = Update(INVOICES, row.id, wanted)
    steps = [target] if held["statecode"] == ACTIVE else [Update(INVOICES, row.id, BILLED), target]
    steps = steps if wanted != BILLED else steps[:1]
    try:
        client.execute_atomically(steps)
    except DataverseError as error:
        if error.cure not in (Cure.NOT_FOUND, *OF_ONE_RECORD):
            raise
        return 0  # the next run that looks at everything tries again
    return 1
