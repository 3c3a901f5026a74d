"""Who sends which entry of the outbox: entries are taken, then sent off, put back or given up.

A sender that dies loses its claim when ``not_before`` has passed, and another sends again: at least once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet

from crm.business_rules.announcements import join, waiting_entry
from crm.models import OutboxEntry

State = OutboxEntry.State
CLAIM_TIME: Final = timedelta(minutes=2)
MAX_ATTEMPTS: Final = 12
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=15)
KEEP_FAILED: Final = timedelta(days=7)


def take(*, now: datetime, limit: int) -> list[OutboxEntry]:
    """Claims the entries that are due, oldest first, and closes them to further changes."""
    with transaction.atomic(using="crm"):
        due = Q(state=State.WAITING) | Q(state=State.SENDING)
        entries = list(
            OutboxEntry.objects.select_for_update(skip_locked=True)
            .filter(due, not_before__lte=now)
            .order_by("not_before", "pk")[:limit]
        )
        claim = uuid4()
        OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(
            state=State.SENDING, claim=claim, not_before=now + CLAIM_TIME
        )
    for entry in entries:
        entry.claim = claim
    return entries


def sent(*, entry: OutboxEntry) -> None:
    """Removes an entry that was delivered, or has nobody to be delivered to any more."""
    _held(entry).delete()


def put_back(*, entries: Sequence[OutboxEntry], now: datetime) -> None:
    """Gives back entries that were taken but not tried."""
    for entry in entries:
        _return(entry, not_before=now, attempts=entry.attempts, error=entry.last_error)


def failed(*, entry: OutboxEntry, now: datetime, error: str) -> None:
    """Has an entry wait for its next attempt; after the last one it is kept for a week, to be looked at."""
    attempts = entry.attempts + 1
    if attempts >= MAX_ATTEMPTS:
        _held(entry).update(
            state=State.FAILED, attempts=attempts, last_error=error[:200], not_before=now + KEEP_FAILED
        )
        return
    _return(entry, not_before=now + pause(attempts), attempts=attempts, error=error)


def pause(attempts: int) -> timedelta:
    """Doubles with every attempt."""
    return min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)


def purge(*, now: datetime) -> None:
    """Forgets entries that were given up a week ago."""
    OutboxEntry.objects.filter(state=State.FAILED, not_before__lte=now).delete()


def _held(entry: OutboxEntry) -> "QuerySet[OutboxEntry]":
    return OutboxEntry.objects.filter(pk=entry.pk, claim=entry.claim)


def _return(entry: OutboxEntry, *, not_before: datetime, attempts: int, error: str) -> None:
    """Opens the entry again, or lets it join one that began to wait meanwhile."""
    with transaction.atomic(using="crm"):
        waiting = waiting_entry(endpoint_id=entry.endpoint_id, table=entry.table, message=entry.message)
        values = {"not_before": not_before, "attempts": attempts, "last_error": error[:200]}
        if waiting is None:
            _held(entry).update(state=State.WAITING, claim=None, **values)
            return
        if not _held(entry).delete()[0]:
            return
        join(waiting, record_ids=entry.record_ids, user_ids=entry.user_ids)
        waiting.is_truncated = waiting.is_truncated or entry.is_truncated
        for name, value in values.items():
            setattr(waiting, name, value)
        waiting.save()
