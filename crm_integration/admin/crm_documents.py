"""Documents of the CRM that become documents here: what waits, what was made, what failed and why."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
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
from crm_integration.document_flow.document_lists.document_list import (
    DELETED,
    FAILED,
    HAS_FAILED,
    WAITING,
    DocumentList,
    Listed,
    still_there,
)
from crm_integration.document_flow.reader.listing import ListedDocument, documents_by_id
from crm_integration.models import ConnectionSetup, CrmDocument, JobQueueEntry
from crm_integration.sentences.connection_reason import connection_reason
from crm_integration.sentences.document_cures import Obstacle, obstacles_of
from crm_integration.synch_engine.stopped import ACCOUNT_REFUSED
from erp.admin.extensions import Status
from erp.admin.formats import amount_text
from erp.admin.site import site

SIZE, MOST_WAITING = 50, 200
ALL = "all"


@dataclass(frozen=True, kw_only=True)
class DocumentsPage:
    """What tells one such page from another.

    ``tabs``: a caption by state. ``model``: the name of the documents in the back office; ``chore``: what
    makes them by itself. ``context``: what else the template needs to know of the rows.
    """

    documents: DocumentList
    title: Any
    template: str
    action: Action
    mapping: str
    model: str
    chore: str
    tabs: Mapping[str, Any]
    looks: Mapping[str, Status]
    context: Callable[[HttpRequest, Sequence["ShownDocument"]], Mapping[str, Any]] = lambda *_: {}


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
    documents = Paginator(page.documents.known(found.waiting, show), SIZE).get_page(request.GET.get("page"))
    known, error = found.rest(page.documents.table, [document.crm_id for document in documents])
    there = still_there(document.erp_id for document in documents)
    deleted = page.documents.deleted(list(documents), known)
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
        may_create=may(page.action, request.user) and _is_on(setup),
        is_on=_is_on(setup),
        label=page.action.label,
        next_run=JobQueueEntry.objects.filter(pk=page.chore).first(),
        documents_url=reverse(f"admin:erp_{page.model}_changelist"),
        **page.context(request, rows),
    )


def _is_on(setup: ConnectionSetup) -> bool:
    return setup.is_sales_order_integration_enabled and not setup.sales_obstacle


def waiting_for_cure(page: DocumentsPage) -> int:
    """How many failed: the number beside the page's name."""
    return page.documents.rows.filter(HAS_FAILED).count()


def _ask(setup: ConnectionSetup, page: DocumentsPage) -> _Found:
    if not setup.is_enabled:
        return _Found(None)
    try:
        client = client_for(setup, policy=FOR_READERS)
        return _Found(client, page.documents.read_waiting(client, MOST_WAITING))
    except DataverseError as error:
        return _Found(None, error=crm_sentence(error))


def _counts(page: DocumentsPage, found: _Found) -> dict[str, int]:
    lists, waiting = page.documents, len(found.waiting)
    counts = {name: lists.known(found.waiting, name).count() for name in lists.shows}
    return {ALL: waiting + lists.known(found.waiting).count(), WAITING: waiting, **counts}


def _shown(
    page: DocumentsPage,
    setup: ConnectionSetup,
    crm_id: UUID,
    listed: ListedDocument | None,
    document: CrmDocument | None,
    there: Collection[UUID] = (),
    deleted: Collection[UUID] = (),
) -> ShownDocument:
    state = page.documents.state(listed, document, deleted)
    has_card = document is not None and document.erp_id in there
    return ShownDocument(
        crm_id=crm_id,
        state=state,
        look=page.looks[state],
        listed=listed,
        document=document,
        crm_url=crm_url(page.documents.table, crm_id, setup=setup),
        card_url=_card(page, document.erp_id) if document and has_card else "",
        obstacles=obstacles_of(document) if document else (),
    )


def _card(page: DocumentsPage, erp_id: Any) -> str:
    return reverse(f"admin:erp_{page.model}_change", args=[erp_id])


def _make(request: HttpRequest, page: DocumentsPage) -> HttpResponse:
    if not may(page.action, request.user):
        raise PermissionDenied
    ids = tuple(id for text in request.POST.getlist("id") if isinstance(id := as_uuid(text), UUID))
    outcome = perform_and_tell(request, page.action, mapping=page.mapping, ids=ids)
    if outcome is not None and outcome.level is Level.SUCCESS:
        made = still_there([outcome.params["erp_id"]])
        return HttpResponseRedirect(_card(page, *made) if made else request.get_full_path())
    return HttpResponseRedirect(request.get_full_path())
