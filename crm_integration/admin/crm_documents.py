"""Documents of the CRM that become documents here: what waits, what was made, what failed and why."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from crm_integration.actions.action import Action, Level
from crm_integration.actions.perform import may
from crm_integration.admin.areas import CRM_AREA
from crm_integration.admin.crm_links import crm_url
from crm_integration.admin.performing import crm_sentence, perform_and_tell
from crm_integration.admin.selection import as_uuid
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import FOR_READERS, client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.reader.listing import ListedDocument, documents_by_id
from crm_integration.models import ConnectionSetup, CrmDocument, JobQueueEntry
from crm_integration.sentences.connection_reason import connection_reason
from crm_integration.sentences.document_cures import Obstacle, obstacles_of
from crm_integration.synch_engine.stopped import ACCOUNT_REFUSED
from erp.admin.extensions import Status
from erp.admin.formats import amount_text
from erp.admin.site import site
from erp.models import SalesHeader

SIZE, MOST_WAITING = 50, 200
Listed = Mapping[UUID, ListedDocument]
ALL, WAITING, FAILED, CREATED, DELETED = "all", "waiting", "failed", "created", "deleted"
HAS_FAILED, WAS_CREATED = ~Q(code=""), Q(code="", status=CrmDocument.Status.CREATED)


@dataclass(frozen=True, kw_only=True)
class DocumentsPage:
    """What tells one such page from another.

    ``read_waiting``: those that wait, the last changed first, at most so many. ``tabs``: a caption by state;
    ``shows``: which rows stand under it, besides what waits. ``state_of``: the state of what was made.
    ``model``: the name of the documents in the back office; ``chore``: what makes them by itself.
    ``deleted``: which of the CRM's documents may be made anew, since what they became was deleted.
    ``context``: what else the template needs to know of the rows.
    """

    table: str
    title: Any
    template: str
    action: Action
    mapping: str
    model: str
    chore: str
    tabs: Mapping[str, Any]
    shows: Mapping[str, Q]
    looks: Mapping[str, Status]
    read_waiting: Callable[[DataverseClient, int], list[ListedDocument]]
    state_of: Callable[[ListedDocument | None, CrmDocument], str]
    deleted: Callable[[Sequence[CrmDocument], Listed], Collection[UUID]] = lambda *_: ()
    context: Callable[[HttpRequest, Sequence["ShownDocument"]], Mapping[str, Any]] = lambda *_: {}

    @property
    def rows(self) -> QuerySet[CrmDocument]:
        return CrmDocument.objects.filter(crm_table=self.table)


@dataclass(frozen=True)
class ShownDocument:
    """One row: what the CRM says now, if it could be asked, and what became of it here."""

    crm_id: UUID
    state: str
    look: Status
    listed: ListedDocument | None
    document: CrmDocument | None
    crm_url: str
    card_url: str = ""
    obstacles: Sequence[Obstacle] = ()

    @property
    def told(self) -> Any:
        """Where number, name and customer are known from."""
        return self.listed or self.document

    @property
    def is_to_be_made(self) -> bool:
        return self.state in (WAITING, FAILED, DELETED)

    @property
    def total(self) -> str:
        return amount_text(self.listed.total) if self.listed else ""


@dataclass(frozen=True)
class _Found:
    """What waits in the CRM, and what it says of the documents that were asked for."""

    client: DataverseClient | None
    waiting: Sequence[ListedDocument] = ()
    error: str = ""

    def rest(self, table: str, ids: Sequence[UUID]) -> tuple[Listed, str]:
        if self.client is None:
            return {}, self.error
        try:
            return documents_by_id(self.client, table, ids), ""
        except DataverseError as error:
            return {}, crm_sentence(error)


def crm_documents(request: HttpRequest, page: DocumentsPage) -> HttpResponse:
    if request.method == "POST":
        return _make(request, page)
    show = request.GET.get("show", ALL)
    show = show if show in page.tabs else ALL
    setup = ConnectionSetup.get()
    found = _ask(setup, page)
    documents = Paginator(_documents(page, show, found), SIZE).get_page(request.GET.get("page"))
    known, error = found.rest(page.table, [document.crm_id for document in documents])
    there = _there([document.erp_id for document in documents])
    deleted = page.deleted(list(documents), known)
    waiting = found.waiting if show in (ALL, WAITING) and documents.number == 1 else ()
    counts = _counts(page, found)
    rows = [
        *(_shown(page, setup, one.crm_id, one, None) for one in waiting),
        *(_shown(page, setup, one.crm_id, known.get(one.crm_id), one, there, deleted) for one in documents),
    ]
    return site.page(
        request,
        page.template,
        title=page.title,
        breadcrumbs=[(CRM_AREA.label, reverse("admin:area", args=[CRM_AREA.code]))],
        rows=rows,
        listed=documents,
        page_url=f"?{urlencode({'show': show})}&page=",
        tabs=[
            (label, f"?{urlencode({'show': name})}", name == show, counts[name])
            for name, label in page.tabs.items()
        ],
        error=error,
        refused=connection_reason(setup) if setup.disable_reason == ACCOUNT_REFUSED else "",
        setup=setup,
        may_create=may(page.action, request.user) and setup.is_sales_order_integration_enabled,
        label=page.action.label,
        next_run=JobQueueEntry.objects.filter(pk=page.chore).first(),
        documents_url=reverse(f"admin:erp_{page.model}_changelist"),
        **page.context(request, rows),
    )


def waiting_for_cure(page: DocumentsPage) -> int:
    """How many failed: the number beside the page's name."""
    return page.rows.filter(HAS_FAILED).count()


def _ask(setup: ConnectionSetup, page: DocumentsPage) -> _Found:
    if not setup.is_enabled:
        return _Found(None)
    try:
        client = client_for(setup, policy=FOR_READERS)
        return _Found(client, page.read_waiting(client, MOST_WAITING))
    except DataverseError as error:
        return _Found(None, error=crm_sentence(error))


def _documents(page: DocumentsPage, show: str, found: _Found) -> QuerySet[CrmDocument]:
    """What failed comes first, and the latest first."""
    if show == WAITING:
        return CrmDocument.objects.none()
    failed = ExpressionWrapper(HAS_FAILED, output_field=BooleanField())
    rows = _not_waiting(page, found).filter(page.shows.get(show, Q()))
    return rows.annotate(has_failed=failed).order_by("-has_failed", "-failed_at", "-created_at", "pk")


def _not_waiting(page: DocumentsPage, found: _Found) -> QuerySet[CrmDocument]:
    return page.rows.exclude(crm_id__in=[document.crm_id for document in found.waiting])


def _counts(page: DocumentsPage, found: _Found) -> dict[str, int]:
    rows, waiting = _not_waiting(page, found), len(found.waiting)
    counts = {name: rows.filter(which).count() for name, which in page.shows.items()}
    return {ALL: waiting + rows.count(), WAITING: waiting, **counts}


def _shown(
    page: DocumentsPage,
    setup: ConnectionSetup,
    crm_id: UUID,
    listed: ListedDocument | None,
    document: CrmDocument | None,
    there: Collection[UUID] = (),
    deleted: Collection[UUID] = (),
) -> ShownDocument:
    state = _state(page, listed, document, deleted)
    has_card = document is not None and document.erp_id in there
    return ShownDocument(
        crm_id=crm_id,
        state=state,
        look=page.looks[state],
        listed=listed,
        document=document,
        crm_url=crm_url(page.table, crm_id, setup=setup),
        card_url=_card(page, document.erp_id) if document and has_card else "",
        obstacles=obstacles_of(document) if document else (),
    )


def _state(
    page: DocumentsPage,
    listed: ListedDocument | None,
    document: CrmDocument | None,
    deleted: Collection[UUID],
) -> str:
    if document is None:
        return WAITING
    if document.code:
        return FAILED
    return DELETED if document.crm_id in deleted else page.state_of(listed, document)


def _there(erp_ids: Sequence[Any]) -> set[UUID]:
    """Those that are still documents: neither deleted nor posted in full."""
    return set(SalesHeader.objects.filter(id__in=erp_ids).values_list("id", flat=True))


def _card(page: DocumentsPage, erp_id: Any) -> str:
    return reverse(f"admin:erp_{page.model}_change", args=[erp_id])


def _make(request: HttpRequest, page: DocumentsPage) -> HttpResponse:
    if not may(page.action, request.user):
        raise PermissionDenied
    ids = tuple(id for text in request.POST.getlist("id") if isinstance(id := as_uuid(text), UUID))
    outcome = perform_and_tell(request, page.action, mapping=page.mapping, ids=ids)
    if outcome is not None and outcome.level is Level.SUCCESS:
        made = _there([outcome.params["erp_id"]])
        return HttpResponseRedirect(_card(page, *made) if made else request.get_full_path())
    return HttpResponseRedirect(request.get_full_path())
