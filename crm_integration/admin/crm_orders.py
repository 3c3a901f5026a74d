"""Sales Orders - Dynamics 365 Sales: what waits, what was created, what failed and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.on_crm_orders import CREATE_SALES_ORDERS
from crm_integration.actions.perform import may
from crm_integration.admin.areas import CRM_AREA
from crm_integration.admin.crm_links import crm_url
from crm_integration.admin.looks import CRM_ORDER
from crm_integration.admin.performing import crm_sentence, perform_and_tell
from crm_integration.admin.selection import as_uuid
from crm_integration.dataverse.clients import FOR_PEOPLE, client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.document_flow.sales_orders.listing import ListedOrder, orders_by_id, waiting_orders
from crm_integration.job_queue.entries.chores import AUTO_CREATE_SALES_ORDERS
from crm_integration.mappings.sales_order_salesorder import SALESORDER_ORDER
from crm_integration.models import ConnectionSetup, CrmDocument, JobQueueEntry
from crm_integration.sentences.cures import CureLink
from crm_integration.sentences.document_cures import document_cure, document_sentence
from erp.admin.extensions import Status
from erp.admin.formats import amount_text
from erp.admin.site import site

PAGE = "admin:crm_orders"
TITLE = _("Sales Orders - %(crm)s") % {"crm": settings.CRM_PRODUCT_NAME}
SIZE, MOST_WAITING = 50, 200
CANCELED = 2
WAITING, FAILED, CREATED, GONE = "waiting", "failed", "created", "canceled"
TABS: Mapping[str, Any] = {
    "all": _("All"),
    WAITING: _("Waiting"),
    FAILED: _("Failed"),
    CREATED: _("Created"),
    GONE: _("Canceled"),
}
FOUND = CrmDocument.Status


@dataclass(frozen=True)
class ShownOrder:
    """One row: what the CRM says now, if it could be asked, and what became of it here."""

    crm_id: UUID
    number: str
    name: str
    customer: str
    state: str
    listed: ListedOrder | None
    document: CrmDocument | None
    crm_url: str
    card_url: str = ""
    sentence: str = ""
    cure: CureLink | None = None

    @property
    def look(self) -> Status:
        return CRM_ORDER[self.state]

    @property
    def total(self) -> str:
        return amount_text(self.listed.total) if self.listed else ""


@dataclass(frozen=True)
class _Found:
    waiting: Sequence[ListedOrder]
    known: Mapping[UUID, ListedOrder]
    error: str = ""


def crm_orders(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _create(request)
    show = request.GET.get("show", "all")
    show = show if show in TABS else "all"
    setup = ConnectionSetup.get()
    documents = Paginator(_documents(show), SIZE).get_page(request.GET.get("page"))
    found = _ask(setup, [document.crm_id for document in documents])
    counts = _counts(found)
    rows = _rows(setup, show, list(documents), found, is_first=documents.number == 1)
    return site.page(
        request,
        "crm_integration/crm_orders.html",
        title=TITLE,
        breadcrumbs=[(CRM_AREA.label, reverse("admin:area", args=[CRM_AREA.code]))],
        rows=rows,
        listed=documents,
        page_url=f"?{urlencode({'show': show})}&page=",
        tabs=[
            (label, f"?{urlencode({'show': name})}", name == show, counts[name])
            for name, label in TABS.items()
        ],
        error=found.error,
        setup=setup,
        may_create=may(CREATE_SALES_ORDERS, request.user) and setup.is_sales_order_integration_enabled,
        label=CREATE_SALES_ORDERS.label,
        next_run=JobQueueEntry.objects.filter(pk=AUTO_CREATE_SALES_ORDERS).first(),
        sales_orders_url=reverse("admin:erp_salesorder_changelist"),
    )


def waiting_for_cure(request: HttpRequest) -> int:
    """How many orders failed: the number beside the page's name."""
    return CrmDocument.objects.filter(crm_table=ORDER, status=FOUND.FAILED).count()


def _documents(show: str) -> QuerySet[CrmDocument]:
    known = CrmDocument.objects.filter(crm_table=ORDER).order_by("status", "-created_at", "-failed_at", "pk")
    if show == WAITING:
        return known.none()
    if show == GONE:
        return known.filter(status=FOUND.CREATED, statecode=CANCELED)
    # "failed" comes after "created" in the alphabet, and before it for people.
    return (
        known.filter(status=show)
        if show in (FAILED, CREATED)
        else known.order_by("-status", "-created_at", "pk")
    )


def _ask(setup: ConnectionSetup, ids: Sequence[UUID]) -> _Found:
    if not setup.is_enabled:
        return _Found((), {})
    try:
        client = client_for(setup, policy=FOR_PEOPLE)
        waiting = waiting_orders(client, limit=MOST_WAITING)
        known = {order.crm_id: order for order in waiting}
        return _Found(waiting, known | orders_by_id(client, [id for id in ids if id not in known]))
    except DataverseError as error:
        return _Found((), {}, crm_sentence(error))


def _counts(found: _Found) -> dict[str, int]:
    known = CrmDocument.objects.filter(crm_table=ORDER)
    failed, created = (known.filter(status=status).count() for status in (FOUND.FAILED, FOUND.CREATED))
    waiting = len(_only_waiting(found))
    return {
        "all": waiting + failed + created,
        WAITING: waiting,
        FAILED: failed,
        CREATED: created,
        GONE: known.filter(status=FOUND.CREATED, statecode=CANCELED).count(),
    }


def _only_waiting(found: _Found) -> list[ListedOrder]:
    """Those that nobody has looked at yet."""
    ids = [order.crm_id for order in found.waiting]
    seen = set(CrmDocument.objects.filter(crm_table=ORDER, crm_id__in=ids).values_list("crm_id", flat=True))
    return [order for order in found.waiting if order.crm_id not in seen]


def _rows(
    setup: ConnectionSetup, show: str, documents: Sequence[CrmDocument], found: _Found, *, is_first: bool
) -> list[ShownOrder]:
    waiting = _only_waiting(found) if show in ("all", WAITING) and is_first else []
    rows = [_shown(setup, order.crm_id, order, None) for order in waiting]
    return rows + [
        _shown(setup, document.crm_id, found.known.get(document.crm_id), document) for document in documents
    ]


def _shown(
    setup: ConnectionSetup, crm_id: UUID, listed: ListedOrder | None, document: CrmDocument | None
) -> ShownOrder:
    told: Any = listed or document
    return ShownOrder(
        crm_id=crm_id,
        number=told.number,
        name=told.name,
        customer=told.customer,
        state=_state(listed, document),
        listed=listed,
        document=document,
        crm_url=crm_url(ORDER, crm_id, setup=setup),
        card_url=reverse("admin:erp_salesorder_change", args=[document.erp_id])
        if document and document.erp_id
        else "",
        sentence=document_sentence(document) if document else "",
        cure=document_cure(document) if document else None,
    )


def _state(listed: ListedOrder | None, document: CrmDocument | None) -> str:
    if document is None:
        return WAITING
    if document.status == FOUND.FAILED:
        return FAILED
    statecode = listed.statecode if listed else document.statecode
    return GONE if statecode == CANCELED else CREATED


def _create(request: HttpRequest) -> HttpResponse:
    if not may(CREATE_SALES_ORDERS, request.user):
        raise PermissionDenied
    ids = tuple(id for text in request.POST.getlist("id") if isinstance(id := as_uuid(text), UUID))
    outcome = perform_and_tell(request, CREATE_SALES_ORDERS, mapping=SALESORDER_ORDER.name, ids=ids)
    if outcome is not None and outcome.code == "order_created":
        return HttpResponseRedirect(reverse("admin:erp_salesorder_change", args=[outcome.params["erp_id"]]))
    return HttpResponseRedirect(request.get_full_path())
