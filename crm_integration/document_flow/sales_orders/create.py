"""Makes sales orders of submitted orders of the CRM, each exactly one, whoever asks how often.

The row of the CRM's order comes first in the transaction. Order, lines and coupling share that transaction,
and an order of a quote refers to the sales quote, which is archived with it (SD 1.3, clarification 9);
the stamp in the CRM follows and is made up for, should it be lost.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from crm_integration.dataverse.client import DataverseClient
from crm_integration.document_flow.make_document import make_document
from crm_integration.document_flow.problem_book import forget_problem
from crm_integration.document_flow.quote_of_order import sales_quote_of, try_quote_again
from crm_integration.document_flow.reader.crm_documents import read_documents
from crm_integration.document_flow.reader.facts import read_facts
from crm_integration.document_flow.result import Result
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.document_flow.sales_documents.crm_document import CrmDocument as Read
from crm_integration.document_flow.sales_documents.draft import DocumentDraft, draft_of
from crm_integration.document_flow.sales_documents.facts import DocumentRefused, Facts
from crm_integration.document_flow.sales_orders.order_of_quote import taken_over
from crm_integration.document_flow.sales_orders.stamp import stamp_or_keep
from crm_integration.document_flow.sales_orders.waiting import is_stamped, is_submitted
from crm_integration.document_flow.shown import shown
from crm_integration.mappings.sales_order_salesorder import SALESORDER_ORDER
from crm_integration.models import ConnectionSetup, Coupling, CrmDocument
from crm_integration.table_mapping.problem import Cure, Problem
from erp.models import SalesDocumentType
from erp.operations.archive_sales_document import archive_sales_document
from erp.operations.create_sales_document import create_sales_document

Status = CrmDocument.Status
ERP_TABLE = SALESORDER_ORDER.erp_table


def create_sales_orders(
    client: DataverseClient, ids: Sequence[UUID], *, setup: ConnectionSetup, now: datetime
) -> list[Result]:
    """Returns a result per order. What stands in the way of an order is kept with it, for people to see.

    Raises DataverseError when the CRM cannot be asked; orders that were made by then are made.
    """
    orders = read_documents(client, ORDER, ids)
    facts = read_facts(client, orders, setup)
    results = {order.id: _create(client, order, facts, now) for order in orders}
    return [results.get(id) or Result(id, problem=Problem("order_missing", Cure.REJECTED)) for id in ids]


def _create(client: DataverseClient, order: Read, facts: Facts, now: datetime) -> Result:
    result = make_document(order, facts, lambda: _created(order, facts, now), now=now)
    document = None if result.problem else result.document
    if document is not None and is_submitted(order) and not is_stamped(order.values):
        stamp_or_keep(client, document, version=order.version, now=now)
    return result


@transaction.atomic
def _created(order: Read, facts: Facts, now: datetime) -> CrmDocument:
    """Raises DocumentRefused or OperationError, IntegrityError when the order was made meanwhile."""
    if not is_submitted(order):
        raise DocumentRefused(Problem("order_not_submitted", Cure.REJECTED, field="statecode"))
    forget_problem(ORDER, order.id)
    document = CrmDocument(
        crm_table=ORDER,
        crm_id=order.id,
        **shown(order, facts),
        status=Status.CREATED,
        erp_table=ERP_TABLE,
        created_at=now,
        stamp_date=now.date(),
        state_read_at=now,
    )
    document.save(force_insert=True)
    draft: DocumentDraft = draft_of(order, facts)
    try_quote_again(order, now=now)
    quote = sales_quote_of(order)
    values = {**draft.values, "quote_no": quote.no} if quote else draft.values
    header = taken_over(order, draft, facts) or create_sales_document(
        document_type=SalesDocumentType.ORDER, values=values, lines=draft.lines
    )
    if quote is not None:
        archive_sales_document(record_id=quote.id)
    document.erp_id, document.erp_no = header.id, header.no
    document.save(update_fields=["erp_id", "erp_no"])
    Coupling.objects.create(
        mapping_id=SALESORDER_ORDER.name,
        erp_table=ERP_TABLE,
        erp_id=header.id,
        crm_table=ORDER,
        crm_id=order.id,
    )
    return document
