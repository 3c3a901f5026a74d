"""Writes the sales quote of an offered quote of the CRM: a new one, or that of the revision before.

Source: SD 2, clarification 9. The row of the CRM's quote, the sales quote, its lines and notes share a
transaction.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from crm_integration.document_flow.made_here import (
    invoice_of_order_made_here,
    order_made_here,
    refused_for,
)
from crm_integration.document_flow.notes.sales_quote_notes import replace_notes
from crm_integration.document_flow.problem_book import forget_problem, forget_problem_of_made
from crm_integration.document_flow.quote_of_order import sales_quote
from crm_integration.document_flow.sales_documents.crm_document import QUOTE
from crm_integration.document_flow.sales_documents.crm_document import CrmDocument as Read
from crm_integration.document_flow.sales_documents.draft import draft_of
from crm_integration.document_flow.sales_documents.facts import Facts
from crm_integration.document_flow.sales_quotes.related import Related
from crm_integration.document_flow.sales_quotes.revise import revise
from crm_integration.document_flow.sales_quotes.revision_lock import lock_revisions
from crm_integration.document_flow.shown import shown
from crm_integration.models import CrmDocument
from erp.models import SalesDocumentType
from erp.operations.create_sales_document import create_sales_document

CREATED = CrmDocument.Status.CREATED
ERP_TABLE = "sales_header"


class QuoteOutdated(Exception):
    """The quote was read before its next revision came over; the CRM does not offer it any more."""


@transaction.atomic
def write_sales_quote(quote: Read, related: Related, facts: Facts, now: datetime) -> CrmDocument:
    """Returns the row of the CRM's quote, which names its sales quote.

    Raises QuoteOutdated, DocumentRefused or OperationError, IntegrityError when the quote was written
    meanwhile.
    """
    lock_revisions(quote.number or str(quote.id))
    _refuse_outdated(quote)
    forget_problem(QUOTE, quote.id)
    document = _row(quote, related.revised.get(quote.number, []), now)
    former_id = document.crm_id
    for name, value in shown(quote, facts).items():
        setattr(document, name, value)
    forget_problem_of_made(document)
    document.crm_id, document.state_read_at, document.won_at = quote.id, now, None
    document.save()
    draft = draft_of(quote, facts)
    header = sales_quote(document)
    if header is None:
        _refuse_ordered(document.erp_no)
        header = create_sales_document(
            document_type=SalesDocumentType.QUOTE, values=draft.values, lines=draft.lines
        )
    else:
        revise(header, draft)
    document.erp_id, document.erp_no = header.id, header.no
    document.save(update_fields=["erp_id", "erp_no"])
    replace_notes(document, related.notes.get(quote.id, []), former_id=former_id)
    return document


def _row(quote: Read, revised: Collection[UUID], now: datetime) -> CrmDocument:
    """The row of the former revision follows to this one; whoever else wants it waits here."""
    if quote.revision:
        rows = CrmDocument.objects.select_for_update().filter(crm_table=QUOTE, status=CREATED)
        former = rows.filter(crm_id__in=revised).order_by("-revision").first()
        if former is not None:
            return former
    return CrmDocument(crm_table=QUOTE, status=CREATED, erp_table=ERP_TABLE, created_at=now)


def _refuse_outdated(quote: Read) -> None:
    later = CrmDocument.objects.filter(crm_table=QUOTE, status=CREATED, revision__gt=quote.revision)
    if quote.number and later.filter(number=quote.number[:100]).exists():
        raise QuoteOutdated


def _refuse_ordered(quote_no: str) -> None:
    """A sales quote that somebody made an order of is gone; a revision does not become a second one."""
    quote_nos = {quote_no} - {""}
    if order := order_made_here(quote_nos):
        raise refused_for("revision_of_ordered", order, quote_nos)
    if invoice := invoice_of_order_made_here(quote_nos):
        raise refused_for("revision_of_posted", invoice, quote_nos)
