"""Sales Orders - Dynamics 365 Sales: what waits, what was created, what failed and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.on_canceled_orders import DELETE_CANCELED_ORDER, KEEP_CANCELED_ORDER
from crm_integration.actions.on_crm_orders import CREATE_SALES_ORDERS
from crm_integration.actions.perform import may
from crm_integration.admin import crm_documents
from crm_integration.admin.crm_documents import ALL, DocumentsPage, ShownDocument
from crm_integration.admin.looks import CRM_ORDER
from crm_integration.document_flow.document_lists.document_list import CREATED, FAILED, HAS_FAILED, WAITING
from crm_integration.document_flow.document_lists.orders import CANCELED
from crm_integration.document_flow.document_lists.orders import ORDERS as LISTED
from crm_integration.document_flow.order_life.canceled_orders import UNDECIDED
from crm_integration.job_queue.entries.chores import AUTO_CREATE_SALES_ORDERS
from crm_integration.mappings.sales_order_salesorder import SALESORDER_ORDER
from erp.models import SalesHeader

PAGE = "admin:crm_orders"
TITLE = _("Sales Orders - %(crm)s") % {"crm": settings.CRM_PRODUCT_NAME}


def _decisions(request: HttpRequest, rows: Sequence[ShownDocument]) -> Mapping[str, Any]:
    """Which sales orders are there, of which of these something is shipped, and what the person may do."""
    ids = [row.document.erp_id for row in rows if row.document and row.document.erp_id]
    there = SalesHeader.objects.filter(pk__in=ids)
    shipped = there.filter(lines__quantity_shipped__gt=0)
    return {
        "there": set(there.values_list("pk", flat=True)),
        "shipped": set(shipped.values_list("pk", flat=True)),
        "may_delete": may(DELETE_CANCELED_ORDER, request.user),
        "delete": DELETE_CANCELED_ORDER,
        "keep": KEEP_CANCELED_ORDER,
        "may_keep": may(KEEP_CANCELED_ORDER, request.user),
    }


ORDERS = DocumentsPage(
    documents=LISTED,
    title=TITLE,
    template="crm_integration/crm_orders.html",
    action=CREATE_SALES_ORDERS,
    mapping=SALESORDER_ORDER.name,
    model="salesorder",
    chore=AUTO_CREATE_SALES_ORDERS,
    tabs={
        ALL: _("All"),
        WAITING: _("Waiting"),
        FAILED: _("Failed"),
        CREATED: _("Created"),
        CANCELED: _("Canceled"),
    },
    looks=CRM_ORDER,
    context=_decisions,
)


def crm_orders(request: HttpRequest) -> HttpResponse:
    return crm_documents.crm_documents(request, ORDERS)


def waiting_for_cure(request: HttpRequest) -> int:
    """How many orders failed or were canceled in the CRM: the number beside the page's name."""
    return LISTED.rows.filter(HAS_FAILED | UNDECIDED).count()
