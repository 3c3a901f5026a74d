"""Processes quotes of the CRM: offered ones become sales quotes, won ones orders where they can.

Source: SD 2, clarifications 3 and 9. A quote with its revisions is one sales quote, whoever asks how often.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from crm_integration.dataverse.client import DataverseClient
from crm_integration.document_flow.make_document import make_document
from crm_integration.document_flow.problem_book import forget_problem
from crm_integration.document_flow.reader.crm_documents import read_documents
from crm_integration.document_flow.reader.facts import read_facts
from crm_integration.document_flow.result import Result
from crm_integration.document_flow.sales_documents.crm_document import QUOTE, CrmDocument
from crm_integration.document_flow.sales_documents.facts import Facts
from crm_integration.document_flow.sales_quotes.deleted import forget_deleted
from crm_integration.document_flow.sales_quotes.related import Related, read_related
from crm_integration.document_flow.sales_quotes.waiting import is_offered, is_won
from crm_integration.document_flow.sales_quotes.win import win_sales_quote
from crm_integration.document_flow.sales_quotes.write import QuoteOutdated, write_sales_quote
from crm_integration.models import ConnectionSetup
from crm_integration.table_mapping.problem import Cure, Problem


def process_sales_quotes(
    client: DataverseClient,
    ids: Sequence[UUID],
    *,
    setup: ConnectionSetup,
    now: datetime,
    anew: bool = False,
) -> list[Result]:
    """Returns a result per quote. What stands in the way of a quote is kept with it, for people to see.

    ``anew``: a sales quote that was deleted is made again. Deleting it was a person's decision, so that only
    a person takes it back; a quote that became an order has no further need of it.
    Raises DataverseError when the CRM cannot be asked; what was done by then is done.
    """
    read = {quote.id: quote for quote in read_documents(client, QUOTE, ids)}
    offered = [quote for quote in read.values() if is_offered(quote)]
    facts, related = read_facts(client, offered, setup), read_related(client, offered)
    if anew:
        for quote in offered:
            forget_deleted(quote.id, related.orders.get(quote.id, []))
    results = {quote.id: _process(client, quote, facts, related, setup, now) for quote in offered}
    return [results.get(id) or _not_offered(id, is_there=id in read) for id in ids]


def _process(
    client: DataverseClient,
    quote: CrmDocument,
    facts: Facts,
    related: Related,
    setup: ConnectionSetup,
    now: datetime,
) -> Result:
    try:
        result = make_document(quote, facts, lambda: write_sales_quote(quote, related, facts, now), now=now)
    except QuoteOutdated:
        return _not_offered(quote.id, is_there=True)
    if result.document is None or result.problem or result.document.won_at or not is_won(quote):
        return result
    return win_sales_quote(client, result.document, related.orders.get(quote.id, []), setup=setup, now=now)


def _not_offered(id: UUID, *, is_there: bool) -> Result:
    """Nothing is done with drafts and closed quotes, and nothing is left to be cured."""
    forget_problem(QUOTE, id)
    return Result(id, problem=Problem("quote_not_offered" if is_there else "quote_missing", Cure.REJECTED))
