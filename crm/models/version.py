"""The counter behind ``versionnumber`` and the trace that deleted records leave."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final
from uuid import uuid4

from django.db import connections, models, router, transaction
from django.db.models import F

_TAKE: Final = "UPDATE crm_versioncounter SET value = value + %s WHERE id = 1 RETURNING value"
_has_turn: ContextVar[bool] = ContextVar("has_turn", default=False)


class VersionCounter(models.Model):
    """One row. Taking a version locks it until the transaction ends, so that versions commit in their order.

    ``metadata_stamp`` changes whenever a column is made at run time, so that every process notices.
    """

    value = models.BigIntegerField(default=1_000_000)
    metadata_stamp = models.UUIDField(default=uuid4)

    class Meta:
        db_table = "crm_versioncounter"


@contextmanager
def in_turn() -> Iterator[None]:
    """A transaction that begins by taking its turn.

    Inside of another it is part of that one and costs nothing, not even a savepoint: what raises out of it
    undoes the whole, up to the next savepoint that somebody opened to be able to go on.
    """
    alias = router.db_for_write(VersionCounter)
    if _has_turn.get():
        with transaction.atomic(using=alias, savepoint=False):
            yield
        return
    with transaction.atomic(using=alias):
        _wait_for_turn()
        token = _has_turn.set(True)
        try:
            yield
        finally:
            _has_turn.reset(token)


def take_turn() -> None:
    """Waits until no other transaction writes; to be called inside of one.

    A writer takes its turn before it locks any record, so that two writers never wait for each other.
    """
    if not _has_turn.get():
        _wait_for_turn()


def _wait_for_turn() -> None:
    if not VersionCounter.objects.filter(pk=1).update(value=F("value")):
        VersionCounter.objects.get_or_create(pk=1)


def take_versions(count: int) -> range:
    """The versions of the next writes; to be called inside their transaction."""
    last = _taken(count)
    if last is None:
        VersionCounter.objects.get_or_create(pk=1)
        last = _taken(count)
    assert last is not None  # noqa: S101 the counter has just been made
    return range(last - count + 1, last + 1)


def _taken(count: int) -> int | None:
    """The counter after ``count`` more versions; None if there is no counter yet."""
    with connections[router.db_for_write(VersionCounter)].cursor() as cursor:
        cursor.execute(_TAKE, [count])
        rows = cursor.fetchall()
    return int(rows[0][0]) if rows else None


def current_version() -> int:
    """The version of the latest write."""
    return VersionCounter.objects.filter(pk=1).values_list("value", flat=True).first() or 0


class DeletedRecord(models.Model):
    """A record that was deleted, for those who track changes; kept as long as change tokens live."""

    table = models.CharField(max_length=64)
    record_id = models.UUIDField()
    versionnumber = models.BigIntegerField()
    deletedon = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "deleted_record"
        indexes = [models.Index(fields=["table", "versionnumber"], name="deleted_record_tracking")]
