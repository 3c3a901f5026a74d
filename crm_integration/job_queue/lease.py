"""A worker's right to a job: who holds it, under which fencing number, and what tells that it is lost."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from crm_integration.models import Job


@dataclass(frozen=True, slots=True)
class Lease:
    """``fence`` rises with every claim, so that a holder that was given up is told from its successor.

    ``kind`` and ``arguments`` say what the job is.
    """

    job_id: UUID
    owner: str
    fence: int
    kind: str = field(default="", compare=False)
    arguments: dict[str, Any] = field(default_factory=dict, compare=False)


class LeaseLost(Exception):
    """The job was given to somebody else, or ended; whatever is under way must not be committed."""

    def __init__(self, lease: Lease) -> None:
        super().__init__(f"Job {lease.job_id} is no longer held by {lease.owner}.")
        self.lease = lease


def held(lease: Lease) -> QuerySet[Job]:
    """Returns the job as long as the lease is good, else nothing."""
    return Job.objects.filter(pk=lease.job_id, fence=lease.fence, status=Job.Status.RUNNING)


def lease_end(now: datetime) -> datetime:
    """Until when a claim made now is good."""
    return now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
