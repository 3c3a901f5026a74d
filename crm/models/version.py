"""The counter behind ``versionnumber`` and the trace that deleted records leave."""

from uuid import uuid4

from django.db import models
from django.db.models import F


class VersionCounter(models.Model):
    """One row. Taking a version locks it until the transaction ends, so that versions commit in their order.

    ``metadata_stamp`` changes whenever a column is made at run time, so that every process notices.
    """

    value = models.BigIntegerField(default=1_000_000)
    metadata_stamp = models.UUIDField(default=uuid4)

    class Meta:
        db_table = "crm_versioncounter"


def take_turn() -> None:
    """Waits until no other transaction writes.

    A writer takes its turn before it locks any record, so that two writers never wait for each other.
    """
    if not VersionCounter.objects.filter(pk=1).update(value=F("value")):
        VersionCounter.objects.get_or_create(pk=1)


def take_versions(count: int) -> range:
    """The versions of the next writes; to be called inside their transaction."""
    counter = VersionCounter.objects.filter(pk=1)
    if not counter.update(value=F("value") + count):
        VersionCounter.objects.get_or_create(pk=1)
        counter.update(value=F("value") + count)
    last = current_version()
    return range(last - count + 1, last + 1)


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
