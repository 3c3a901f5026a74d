"""Writes down that couplings were deleted: one finished synchronization job, with a line per record."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from crm_integration.models import IntegrationTableMapping, SynchJob, SynchJobChange


class Uncoupled(NamedTuple):
    erp_id: UUID
    crm_id: UUID
    description: str = ""


def log_uncoupling(
    mapping: IntegrationTableMapping,
    records: Sequence[Uncoupled],
    *,
    side: SynchJobChange.Side,
    requested_by: int | None,
    now: datetime,
) -> None:
    """``side`` is the one whose record is shown as uncoupled."""
    job = SynchJob.objects.create(
        mapping=mapping,
        type=SynchJob.Type.UNCOUPLING,
        direction=mapping.direction,
        status=SynchJob.Status.SUCCESS,
        started_at=now,
        finished_at=now,
        uncoupled=len(records),
        requested_by_id=requested_by,
    )
    SynchJobChange.objects.bulk_create(
        SynchJobChange(
            synch_job=job,
            erp_id=record.erp_id,
            crm_id=record.crm_id,
            side=side,
            kind=SynchJobChange.Kind.UNCOUPLED,
            description=record.description,
            written_at=now,
        )
        for record in records
    )
