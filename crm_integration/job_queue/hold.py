"""Says that the worker is alive and how far it came."""

from datetime import datetime
from typing import Any

from crm_integration.job_queue.lease import Lease, LeaseLost, held, lease_end
from crm_integration.models import Job


def hold(
    lease: Lease,
    *,
    now: datetime,
    done: int | None = None,
    total: int | None = None,
    failed_records: int | None = None,
    cursor: dict[str, Any] | None = None,
) -> bool:
    """Extends the lease and writes what is given. Returns whether somebody asked to cancel.

    Raises LeaseLost. A cursor is progress: attempts and waits begin anew.
    """
    progress = {"done": done, "total": total, "failed_records": failed_records, "cursor": cursor}
    changes = {name: value for name, value in progress.items() if value is not None}
    if cursor is not None:
        changes |= {"attempts": 0, "waits": 0}
    if not held(lease).update(lease_until=lease_end(now), **changes):
        raise LeaseLost(lease)
    return Job.objects.filter(pk=lease.job_id, cancel_requested=True).exists()
