"""Sales Quotes - Dynamics 365 Sales: what waits, what became a sales quote, what was won, what failed."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.on_crm_quotes import PROCESS_SALES_QUOTES
from crm_integration.admin import crm_documents
from crm_integration.admin.crm_documents import ALL, DocumentsPage, ShownDocument
from crm_integration.admin.looks import CRM_QUOTE
from crm_integration.document_flow.document_lists.document_list import CREATED, FAILED, WAITING
from crm_integration.document_flow.document_lists.quotes import QUOTES as LISTED
from crm_integration.document_flow.document_lists.quotes import WON
from crm_integration.job_queue.entries.chores import AUTO_PROCESS_SALES_QUOTES
from erp.models import SalesDocumentType, SalesHeader

PAGE = "admin:crm_quotes"
TITLE = _("Sales Quotes - %(crm)s") % {"crm": settings.CRM_PRODUCT_NAME}


def _orders(request: HttpRequest, rows: Sequence[ShownDocument]) -> dict[str, Any]:
    """The sales orders that the sales quotes became."""
    nos = [row.document.erp_no for row in rows if row.document and row.document.won_at]
    made = SalesHeader.objects.filter(document_type=SalesDocumentType.ORDER, quote_no__in=nos)
    return {"orders": made.order_by("no")}


QUOTES = DocumentsPage(
    documents=LISTED,
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
    looks=CRM_QUOTE,
    context=_orders,
)


def crm_quotes(request: HttpRequest) -> HttpResponse:
    return crm_documents.crm_documents(request, QUOTES)


def waiting_for_cure(request: HttpRequest) -> int:
    """How many quotes failed: the number beside the page's name."""
    return crm_documents.waiting_for_cure(QUOTES)
