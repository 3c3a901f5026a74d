"""Tells registered endpoints of a change: entries in the outbox, written in the transaction of the change.

A batch gathers what its operations announce and writes it once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone

from crm.models import OutboxEntry, SdkMessageProcessingStep
from crm.models.outbox_entry import MAX_IDS
from crm.models.sdkmessageprocessingstep import ENABLED

CREATE, UPDATE, DELETE = "Create", "Update", "Delete"
MAX_USERS: Final = 20

# Sent inside the transaction when an entry begins to wait; the changes that join an entry are silent.
outbox_filled = Signal()


@dataclass(frozen=True)
class Announcement:
    """What happened (a message's name) to records of a table, and by whom."""

    message: str
    table: str
    record_ids: Sequence[UUID]
    user_id: UUID


@dataclass
class Gathering:
    """The announcements of a batch so far; those of an operation that was rolled back are forgotten."""

    announcements: list[Announcement] = field(default_factory=list)

    def forget_after(self, mark: int) -> None:
        del self.announcements[mark:]


_gathering: ContextVar[Gathering | None] = ContextVar("gathering", default=None)


def announce_records(message: str, table: str, record_ids: Sequence[UUID], user_id: UUID) -> None:
    """Announces what happened to records of one table; call it inside the transaction of the change.

    Nothing happened if there are no records.
    """
    if not record_ids:
        return
    announcement = Announcement(message, table, record_ids, user_id)
    gathering = _gathering.get()
    if gathering is None:
        _write([announcement])
    else:
        gathering.announcements.append(announcement)


@contextmanager
def gathered() -> Iterator[Gathering]:
    """Gathers the announcements of the block and writes them at its end; use it inside a transaction."""
    gathering = Gathering()
    token = _gathering.set(gathering)
    try:
        yield gathering
    finally:
        _gathering.reset(token)
    _write(gathering.announcements)


def _write(announcements: Sequence[Announcement]) -> None:
    groups: dict[tuple[str, str], list[Announcement]] = defaultdict(list)
    for announcement in announcements:
        groups[announcement.table, announcement.message].append(announcement)
    if not groups:
        return
    listeners = _listeners(groups)
    is_new = False
    for (table, message), group in groups.items():
        for endpoint_id in sorted({*listeners[table, message], *listeners[None, message]}):
            is_new |= _add(endpoint_id, table, message, group)
    if is_new:
        outbox_filled.send(sender=OutboxEntry)


def _listeners(groups: Iterable[tuple[str, str]]) -> dict[tuple[str | None, str], list[UUID]]:
    """The endpoints by table (None: every table) and message."""
    tables = {table for table, _ in groups}
    table_of_step = "sdkmessagefilterid__primaryobjecttypecode"
    rows = SdkMessageProcessingStep.objects.filter(
        Q((f"{table_of_step}__in", tables)) | Q(sdkmessagefilterid=None),
        statecode=ENABLED,
        sdkmessageid__name__in={message for _, message in groups},
        eventhandler__isnull=False,
    ).values_list(table_of_step, "sdkmessageid__name", "eventhandler_id")
    found: dict[tuple[str | None, str], list[UUID]] = defaultdict(list)
    for table, message, endpoint_id in rows:
        found[table, message].append(endpoint_id)
    return found


def _add(endpoint_id: UUID, table: str, message: str, group: Sequence[Announcement]) -> bool:
    """Joins the waiting entry, or makes one (True). Writers take turns: each holds the version counter."""
    now = timezone.now()
    entry = waiting_entry(endpoint_id=endpoint_id, table=table, message=message)
    is_new = entry is None
    if entry is None:
        entry = OutboxEntry(
            endpoint_id=endpoint_id, table=table, message=message, created_at=now, not_before=now
        )
    record_ids = [str(record_id) for announcement in group for record_id in announcement.record_ids]
    join(entry, record_ids=record_ids, user_ids=[str(announcement.user_id) for announcement in group])
    entry.save()
    return is_new


def waiting_entry(*, endpoint_id: UUID, table: str, message: str) -> OutboxEntry | None:
    """The entry that further changes may join, held until the transaction ends."""
    return (
        OutboxEntry.objects.select_for_update()
        .filter(endpoint_id=endpoint_id, table=table, message=message, state=OutboxEntry.State.WAITING)
        .first()
    )


def join(entry: OutboxEntry, *, record_ids: Iterable[str], user_ids: Iterable[str]) -> None:
    """Adds records and users to an entry, up to its bounds."""
    ids = list(dict.fromkeys([*entry.record_ids, *record_ids]))
    entry.is_truncated = entry.is_truncated or len(ids) > MAX_IDS
    entry.record_ids = ids[:MAX_IDS]
    entry.user_ids = list(dict.fromkeys([*entry.user_ids, *user_ids]))[:MAX_USERS]
