"""Does what a won quote asks for: orders of submitted orders, else the sales quote is released, once.

Source: SD 2, clarification 9. When an order comes later, it finds the quote by itself.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from crm_integration.dataverse.client import DataverseClient
from crm_integration.document_flow.make_document import problem_of
from crm_integration.document_flow.problem_book import forget_problem_of_made, keep_problem_of_made
from crm_integration.document_flow.quote_of_order import give_quote_no, sales_quote
from crm_integration.document_flow.result import Result
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.document_flow.sales_documents.facts import DocumentRefused
from crm_integration.document_flow.sales_orders.create import create_sales_orders
from crm_integration.document_flow.sales_quotes.deleted import ordered_quote_nos
from crm_integration.document_flow.sales_quotes.related import OrderOfQuote
from crm_integration.models import ConnectionSetup, CrmDocument, OrderStep
from crm_integration.table_mapping.problem import Cure, Problem
from erp.models import SalesHeader
from erp.operations.archive_sales_document import archive_sales_document
from erp.operations.errors import OperationError
from erp.operations.release_sales_document import release_sales_document

WON = 2


def win_sales_quote(
    client: DataverseClient,
    document: CrmDocument,
    orders: Sequence[OrderOfQuote],
    *,
    setup: ConnectionSetup,
    now: datetime,
) -> Result:
    """``orders``: those of the CRM that name the quote. What stands in the way is kept with the quote.

    Raises DataverseError.
    """
    problem = _create_orders(client, document, orders, setup, now)
    if problem is None:
        try:
            code = _finish(document, [order.id for order in orders], now)
        except OperationError as refused:
            problem = problem_of(refused)
        except DocumentRefused as refused:
            problem = refused.problems[0]
    if problem is not None:
        keep_problem_of_made(document, problem, now=now)
        return Result(document.crm_id, document=document, problem=problem)
    return Result(document.crm_id, document=document, is_new=bool(code), code=code)


def _create_orders(
    client: DataverseClient,
    document: CrmDocument,
    orders: Sequence[OrderOfQuote],
    setup: ConnectionSetup,
    now: datetime,
) -> Problem | None:
    """Those that are submitted; one that was created before stays. Returns why one could not be created."""
    submitted = {order.id: order for order in orders if order.is_submitted}
    if not submitted or sales_quote(document) is None:
        return None
    for result in create_sales_orders(client, list(submitted), setup=setup, now=now):
        if result.problem is not None:
            number = submitted[result.crm_id].number
            return Problem(
                "order_of_quote_failed",
                result.problem.cure,
                {"record": number},
                awaited=result.problem.awaited,
            )
    return None


@transaction.atomic
def _finish(document: CrmDocument, order_ids: Sequence[UUID], now: datetime) -> str:
    """Returns what was done, blank for nothing. Raises DocumentRefused, OperationError."""
    row = CrmDocument.objects.select_for_update().filter(pk=document.pk).first()
    if row is None or row.won_at is not None or row.crm_id != document.crm_id:
        return ""
    quote = sales_quote(row)
    created = CrmDocument.objects.filter(
        crm_table=ORDER, crm_id__in=order_ids, status=CrmDocument.Status.CREATED
    )
    if quote is not None and created:
        _give_to_orders(quote, created)
    elif quote is not None:
        release_sales_document(record_id=quote.id)
    forget_problem_of_made(row)
    row.won_at, row.statecode = now, WON
    row.save()
    return "quote_ordered" if created else "quote_released" if quote else "quote_won"


def _give_to_orders(quote: SalesHeader, created: Collection[CrmDocument]) -> None:
    """Raises DocumentRefused for an order that is neither there nor was invoiced (SD 2)."""
    ids = [one.erp_id for one in created if one.erp_id]
    there = SalesHeader.objects.filter(id__in=ids).order_by("no")
    for order in there:
        give_quote_no(order, quote)
    if there:
        return
    if not OrderStep.objects.filter(erp_id__in=ids, kind=OrderStep.Kind.COMPLETED).exists():
        params = {"no": ", ".join(sorted(one.erp_no for one in created))}
        raise DocumentRefused(Problem("order_of_quote_missing", Cure.REJECTED, params))
    if not ordered_quote_nos([quote.no]):
        archive_sales_document(record_id=quote.id)
