"""Orders and quotes of the CRM as rows: what the CRM says of each now, and what became of it here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from crm_integration.actions.perform import ActionRefused
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import FOR_READERS, client_for
from crm_integration.document_flow.document_lists.document_list import WAITING, DocumentList, still_there
from crm_integration.document_flow.reader.listing import ListedDocument, documents_by_id
from crm_integration.models import ConnectionSetup, CrmDocument
from crm_integration.rest_api.refusal_cures import obstacle_json
from crm_integration.sentences.document_cures import obstacles_of

# So many of those that wait are told of, the last changed first.
MOST_WAITING: Final = 1_000
Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """Some of the rows, and how many there are altogether."""

    rows: Sequence[Row]
    number: int


def rows_between(documents: DocumentList, show: str, *, start: int, size: int) -> Rows:
    """What waits, then what is known here. ``show``: those of one state, all if blank.

    Raises DataverseError, ActionRefused.
    """
    client = _client()
    waiting = documents.read_waiting(client, MOST_WAITING)
    known = documents.known(waiting, show)
    shown = waiting if show in ("", WAITING) else []
    first = shown[start : start + size]
    behind = max(0, start - len(shown))
    rest = list(known[behind : behind + size - len(first)])
    rows = [_row(documents, one.crm_id, one, None) for one in first]
    return Rows([*rows, *_rows(documents, client, rest)], len(shown) + known.count())


def row_of(documents: DocumentList, crm_id: UUID) -> Row | None:
    """One of them; None for one that neither waits nor is known. Raises DataverseError, ActionRefused."""
    client = _client()
    known = documents.rows.filter(crm_id=crm_id).first()
    if known is not None:
        return _rows(documents, client, [known])[0]
    waiting = {one.crm_id: one for one in documents.read_waiting(client, MOST_WAITING)}
    return _row(documents, crm_id, waiting[crm_id], None) if crm_id in waiting else None


def _client() -> DataverseClient:
    setup = ConnectionSetup.get()
    if not setup.is_enabled:
        raise ActionRefused("connection_is_off")
    return client_for(setup, policy=FOR_READERS)


def _rows(documents: DocumentList, client: DataverseClient, known: Sequence[CrmDocument]) -> list[Row]:
    listed = documents_by_id(client, documents.table, [one.crm_id for one in known])
    there = still_there(one.erp_id for one in known)
    deleted = documents.deleted(known, listed)
    return [_row(documents, one.crm_id, listed.get(one.crm_id), one, there, deleted) for one in known]


def _row(
    documents: DocumentList,
    crm_id: UUID,
    listed: ListedDocument | None,
    document: CrmDocument | None,
    there: Collection[UUID] = (),
    deleted: Collection[UUID] = (),
) -> Row:
    state = documents.state(listed, document, deleted)
    return {"id": crm_id, "state": state, **_told(listed, document), **_made(document, there)}


def _told(listed: ListedDocument | None, document: CrmDocument | None) -> Row:
    """What is known from the CRM; as of the last time where it is not there any more."""
    known: Any = listed or document
    return {
        **{name: getattr(known, name) for name in ("number", "name", "customer", "statecode", "statuscode")},
        "revision": known.revision,
        "owner": listed.owner if listed else "",
        "total": listed.total if listed else None,
        "currency": listed.currency if listed else "",
        "changed_at": listed.changed_at if listed else None,
        "is_in_crm": listed is not None,
    }


def _made(document: CrmDocument | None, there: Collection[UUID]) -> Row:
    if document is None:
        return dict(NOTHING_MADE)
    obstacles = [obstacle_json(one) for one in obstacles_of(document)]
    values = {name: getattr(document, name) for name in NOTHING_MADE if hasattr(document, name)}
    return {
        **values,
        "erp_id": document.erp_id if document.erp_id in there else None,
        "message": obstacles[0]["message"] if obstacles else "",
        "obstacles": obstacles,
    }


NOTHING_MADE: Final[Mapping[str, Any]] = {
    "erp_id": None,
    "erp_no": "",
    "created_at": None,
    "stamped_at": None,
    "kept_at": None,
    "won_at": None,
    "code": "",
    "message": "",
    "cure": "",
    "obstacles": [],
    "times": 0,
    "first_failed_at": None,
    "failed_at": None,
}
