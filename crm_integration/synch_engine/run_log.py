"""The synch. jobs of a run: one per direction, made when there is something to count."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from crm_integration.models import Job, SynchJob
from crm_integration.synch_engine.applier.tally import Tally
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.scope import Scope
from crm_integration.table_mapping.direction import Direction, Side

TOWARDS = {Side.CRM: Direction.TO_INTEGRATION_TABLE, Side.ERP: Direction.FROM_INTEGRATION_TABLE}


class RunLog:
    def __init__(self, job: Job) -> None:
        self._job = job
        self._mapping_name = ""
        self._sides: list[Side] = []
        self._ids: dict[Side, UUID] = {}
        self._tally: Tally | None = None
        self._done, self._failed = job.done, job.failed_records

    def directions_of(self, context: MappingContext, scope: Scope) -> None:
        """A full run has its jobs from the beginning, so that they can be watched."""
        self._mapping_name = context.stored.name
        allowed = [side for side, direction in TOWARDS.items() if context.mapping.allows(direction)]
        chosen = [side for side in allowed if TOWARDS[side] is scope.options.direction]
        self._sides = chosen or allowed
        self._is_full = scope.is_full

    def resume(self) -> None:
        """Goes on counting where an earlier slice, or one that was interrupted, left off."""
        known = dict(SynchJob.objects.filter(job=self._job).values_list("direction", "id"))
        self._ids = {side: known[name.value] for side, name in TOWARDS.items() if name.value in known}
        if self._is_full:
            self.tally()

    def tally(self) -> Tally:
        if self._tally is None:
            self._ids |= {side: self._new(side) for side in self._sides if side not in self._ids}
            self._tally = Tally(self._ids)
        return self._tally

    def _new(self, side: Side) -> UUID:
        row = SynchJob.objects.create(
            mapping_id=self._mapping_name,
            job=self._job,
            requested_by_id=self._job.requested_by_id,
            direction=TOWARDS[side].value,
            started_at=timezone.now(),
        )
        return row.id

    def looked_at(self, number: int) -> None:
        self._done += number

    def failed(self, number: int) -> None:
        self._failed += number

    @property
    def progress(self) -> tuple[int, int]:
        """How many records were looked at, and how many failed."""
        return self._done, self._failed

    @property
    def ids(self) -> list[UUID]:
        """The synch. jobs there are so far."""
        return list(self._ids.values())

    @property
    def has_failures(self) -> bool:
        return self._failed > 0

    def cancel(self) -> None:
        self._end(SynchJob.Status.CANCELED)

    def end(self, *, message: tuple[str, Mapping[str, Any]] | None = None) -> None:
        """Ends the synch. jobs: in error if a record failed or there is a message."""
        if message and not self._ids and self._mapping_name:
            self.tally()
        if not self._ids:
            return
        jobs = SynchJob.objects.filter(id__in=self._ids.values())
        failed = jobs.aggregate(failed=Sum("failed"))["failed"]
        status = SynchJob.Status.ERROR if message or failed else SynchJob.Status.SUCCESS
        code, params = message or ("", {})
        self._end(status, message_code=code, message_params=dict(params))

    def _end(self, status: SynchJob.Status, **message: Any) -> None:
        SynchJob.objects.filter(id__in=self._ids.values()).update(
            status=status, finished_at=timezone.now(), **message
        )
