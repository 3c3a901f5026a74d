"""Creates chosen records in the CRM at once, for what cannot be done there without them.

It is a run of the mapping as any other, with its job and its log, worked here instead of by a worker.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from crm_integration.dataverse.clients import FOR_PEOPLE
from crm_integration.job_queue import (
    ContinueWith,
    Deadline,
    Failed,
    Finished,
    Lease,
    LeaseLost,
    Outcome,
    claim,
    enqueue,
    fail,
    finish,
    put_back,
)
from crm_integration.synch_engine.plan import Options
from crm_integration.synch_engine.runner import run_slice
from crm_integration.synch_engine.scope import Scope

OWNER: Final = "at once"
PRIORITY: Final = 10
# So long somebody waits for it; a worker does the rest.
SECONDS: Final = 20.0


def create_at_once(mapping_name: str, erp_ids: Sequence[UUID]) -> None:
    """What cannot be created stays uncoupled, and its problems say why.

    While another run of the mapping goes on, or the CRM is away, the job waits with the others.
    """
    lease = _claimed(
        Scope(mapping_name, "selected", Options(create=True, retry_skipped=True), tuple(erp_ids))
    )
    if lease is None:
        return
    try:
        _leave(lease, run_slice(lease, lease.arguments, Deadline.after(SECONDS), policy=FOR_PEOPLE))
    except LeaseLost:
        return
    except Exception:
        put_back(lease, now=timezone.now(), reason=("interrupted", {}))
        raise


@transaction.atomic
def _claimed(scope: Scope) -> Lease | None:
    """In one transaction with the request, so that no worker comes first."""
    job = enqueue(
        kind="synchronize",
        arguments=scope.to_arguments(),
        exclusive_key=f"mapping:{scope.mapping}",
        priority=PRIORITY,
        total=len(scope.erp_ids),
    )
    return claim(job_id=job.pk, owner=OWNER, now=timezone.now())


def _leave(lease: Lease, outcome: Outcome) -> None:
    now = timezone.now()
    match outcome:
        case Finished():
            finish(lease, now=now)
        case Failed(code, params):
            fail(lease, code, params, now=now)
        case ContinueWith(cursor):
            put_back(lease, now=now, cursor=cursor)
        case _:
            put_back(lease, now=now, reason=(outcome.code, outcome.params), has_waited=True)
