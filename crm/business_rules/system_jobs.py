"""System jobs (asyncoperation): begun by a request, done in the background, in slices that survive a crash.

What a job has to do and how far it is stands as JSON in ``data``. Whoever works on it holds it until
``postponeuntil``; after that another may take it up where it was.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from crm import metadata
from crm.business_rules.caller import Caller, load_caller, system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.impersonation import impersonated
from crm.business_rules.update import Change, update_records
from crm.models import AsyncOperation
from crm.models.version import in_turn

BULK_DELETE: Final = 13
LEASE: Final = timedelta(minutes=2)
READY, LOCKED, COMPLETED = 0, 2, 3
WAITING, IN_PROGRESS, SUCCEEDED, FAILED = 0, 20, 30, 31


def begin_job(
    *, kind: int, name: str, data: Mapping[str, Any], table: str, not_before: datetime | None, caller: Caller
) -> UUID:
    """Writes down a job of the caller."""
    values = {
        "operationtype": kind,
        "name": name,
        "data": json.dumps(data, default=str),
        "primaryentitytype": table,
        "postponeuntil": not_before,
        "statecode": READY,
        "statuscode": WAITING,
    }
    record = NewRecord(values=values)
    (created,) = create_records(
        table=metadata.table("asyncoperation"),
        records=[record],
        caller=replace(caller, is_administrator=True),
        trusted=True,
    )
    return created.pk


def take_job(*, kind: int, now: datetime) -> AsyncOperation | None:
    """Takes the oldest job that waits, or was left by somebody who does not work on it any more."""
    due = Q(postponeuntil=None) | Q(postponeuntil__lte=now)
    with in_turn():
        jobs = AsyncOperation.objects.filter(due, operationtype=kind, statecode__in=(READY, LOCKED))
        job = jobs.order_by("createdon", "pk").first()
        if job is not None:
            values = {"statecode": LOCKED, "statuscode": IN_PROGRESS, "postponeuntil": now + LEASE}
            _write(job, {**values, "startedon": job.startedon or now})
    return job


def job_data(job: AsyncOperation) -> dict[str, Any]:
    try:
        found = json.loads(job.data or "")
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}


def job_caller(job: AsyncOperation) -> Caller:
    """On whose account the job runs, and for whom: only what both may do is permitted then.

    Raises CrmFault if that user may do nothing any more.
    """
    user_id = job.createdby_id or UUID(int=0)
    real = job.column_value("createdonbehalfby")
    if real is None:
        return load_caller(user_id=user_id)
    return impersonated(load_caller(user_id=UUID(str(real))), {"systemuserid": user_id})


def note_progress(job: AsyncOperation, data: Mapping[str, Any], *, now: datetime) -> None:
    """Writes down how far the job is, and holds it further."""
    _write(job, {"data": json.dumps(data, default=str), "postponeuntil": now + LEASE})


def put_back(job: AsyncOperation) -> None:
    """Lets the job go on later."""
    _write(job, {"statecode": READY, "statuscode": WAITING, "postponeuntil": None})


def complete_job(job: AsyncOperation, *, succeeded: bool, message: str, now: datetime) -> None:
    values = {
        "statecode": COMPLETED,
        "statuscode": SUCCEEDED if succeeded else FAILED,
        "message": message,
        "completedon": now,
        "postponeuntil": None,
    }
    _write(job, values)


def _write(job: AsyncOperation, values: Mapping[str, Any]) -> None:
    change = Change(id=job.pk, values=values)
    (written,) = update_records(
        table=metadata.table("asyncoperation"), changes=[change], caller=system_caller(), trusted=True
    )
    job.__dict__.update(written.__dict__)
