"""Sales Quotes - Dynamics 365 Sales: what waits, what became a sales quote, what was won, what failed."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.on_crm_quotes import PROCESS_SALES_QUOTES
from crm_integration.admin import crm_documents
from crm_integration.admin.crm_documents import (
    ALL,
    CREATED,
    FAILED,
    HAS_FAILED,
    WAITING,
    WAS_CREATED,
    DocumentsPage,
    Listed,
    ShownDocument,
)
from crm_integration.admin.looks import CRM_QUOTE
from crm_integration.dataverse.client import DataverseClient
from crm_integration.document_flow.reader.listing import ListedDocument, documents_by_id
from crm_integration.document_flow.sales_documents.crm_document import QUOTE
from crm_integration.document_flow.sales_quotes.deleted import deleted_sales_quotes
from crm_integration.document_flow.sales_quotes.waiting import ACTIVE as IS_ACTIVE
from crm_integration.document_flow.sales_quotes.waiting import CLOSED as IS_CLOSED
from crm_integration.document_flow.sales_quotes.waiting import OFFERED, waiting_ids
from crm_integration.document_flow.sales_quotes.waiting import WON as IS_WON
from crm_integration.job_queue.entries.chores import AUTO_PROCESS_SALES_QUOTES
from crm_integration.models import CrmDocument
from erp.models import SalesDocumentType, SalesHeader

PAGE = "admin:crm_quotes"
TITLE = _("Sales Quotes - %(crm)s") % {"crm": settings.CRM_PRODUCT_NAME}
WON, CLOSED = "won", "closed"
# Nothing in the CRM's quotes says that they came over: so many of the last changed are looked through.
LOOKED_THROUGH = 1000


def _waiting(client: DataverseClient, limit: int) -> list[ListedDocument]:
    pages = client.pages(
        "quotes", select=["statecode"], filter=OFFERED, top=LOOKED_THROUGH, orderby="modifiedon desc"
    )
    states = {row.id: int(row.values["statecode"]) for page in pages for row in page.rows}
    ids = waiting_ids(states)[:limit]
    known = documents_by_id(client, QUOTE, ids)
    return [known[id] for id in ids if id in known]


def _state(listed: ListedDocument | None, document: CrmDocument) -> str:
    if document.won_at is not None:
        return WON
    return CLOSED if listed is not None and listed.statecode == IS_CLOSED else CREATED


def _deleted(documents: Sequence[CrmDocument], listed: Listed) -> Collection[UUID]:
    """Only what the CRM still offers can be made anew."""
    offered = {id for id, one in listed.items() if one.statecode in (IS_ACTIVE, IS_WON)}
    return deleted_sales_quotes([one for one in documents if one.crm_id in offered])


def _orders(request: HttpRequest, rows: Sequence[ShownDocument]) -> dict[str, Any]:
    """The sales orders that the sales quotes became."""
    nos = [row.document.erp_no for row in rows if row.document and row.document.won_at]
    made = SalesHeader.objects.filter(document_type=SalesDocumentType.ORDER, quote_no__in=nos)
    return {"orders": made.order_by("no")}


QUOTES = DocumentsPage(
    table=QUOTE,
    title=TITLE,
    template="crm_integration/crm_quotes.html",
    action=PROCESS_SALES_QUOTES,
    mapping="",
    model="salesquote",
    chore=AUTO_PROCESS_SALES_QUOTES,
    tabs={
        ALL: _("All"),
        WAITING: _("Waiting"),
        FAILED: _("Failed"),
        CREATED: _("Created"),
        WON: _("Won"),
    },
    shows={
        FAILED: HAS_FAILED,
        CREATED: WAS_CREATED & Q(won_at=None),
        WON: WAS_CREATED & Q(won_at__isnull=False),
    },
    looks=CRM_QUOTE,
    read_waiting=_waiting,
    state_of=_state,
    deleted=_deleted,
    context=_orders,
)


def crm_quotes(request: HttpRequest) -> HttpResponse:
    return crm_documents.crm_documents(request, QUOTES)


def waiting_for_cure(request: HttpRequest) -> int:
    """How many quotes failed: the number beside the page's name."""
    return crm_documents.waiting_for_cure(QUOTES)
