"""Deletes in the background what the queries of a BulkDelete job find, some records in one transaction."""

from datetime import datetime
from time import monotonic, sleep
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.delete import delete_record
from crm.business_rules.errors import DOES_NOT_EXIST, CrmFault
from crm.business_rules.privileges import readable
from crm.business_rules.system_jobs import (
    BULK_DELETE,
    complete_job,
    job_caller,
    job_data,
    note_progress,
    put_back,
    take_job,
)
from crm.metadata import Table
from crm.models import AsyncOperation
from crm.models.version import in_turn
from crm.outbound.wake import wake
from crm.web_api.operations.query_expression import query_condition, query_table
from odata.errors import ODataError

TASK: Final = "crm.web_api.operations.bulk_deletion.run"
CHUNK: Final = 50
BUDGET_SECONDS: Final = 30
LONGEST_PAUSE: Final = 0.2


def run() -> int:
    """The queue's task: works on the jobs that are due for half a minute, and returns how many it ended."""
    metadata.refresh()
    ended, deadline = 0, monotonic() + BUDGET_SECONDS
    while monotonic() < deadline:
        job = take_job(kind=BULK_DELETE, now=timezone.now())
        if job is None:
            return ended
        if _work(job, deadline):
            ended += 1
        else:
            put_back(job)
            wake(TASK)
    return ended


def _work(job: AsyncOperation, deadline: float) -> bool:
    """Whether the job came to its end before the deadline."""
    data = job_data(job)
    if not isinstance(data.get("queries"), list):
        complete_job(job, succeeded=False, message="The job says not what it is to do.", now=timezone.now())
        return True
    try:
        caller = job_caller(job)
        while data["queries"]:
            started = monotonic()
            if started > deadline:
                return False
            _delete_some(job, data, caller)
            # Whoever waits to write gets in between: as long as deleting took, nothing is deleted.
            sleep(min(monotonic() - started, LONGEST_PAUSE))
    except ODataError as error:
        data["first_error"] = error.message
        data["failed"] += 1
    message = f"{data['deleted']} records deleted, {data['failed']} could not be deleted."
    if data["first_error"]:
        message = f"{message} {data['first_error']}"
    complete_job(job, succeeded=not data["failed"], message=message, now=timezone.now())
    return True


def _delete_some(job: AsyncOperation, data: dict[str, Any], caller: Caller) -> None:
    """Deletes the next records of the first query, and drops the query when there are no more."""
    query = data["queries"][0]
    table = query_table(query)
    with in_turn():
        rows = table.model.objects.filter(readable(caller=caller, table=table), query_condition(query, table))
        if data["after"]:
            rows = rows.filter(pk__gt=UUID(data["after"]))
        found = list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK])
        for identifier in found:
            _delete(table, identifier, caller, data)
        data["after"] = str(found[-1]) if found else None
        if len(found) < CHUNK:
            data["queries"], data["after"] = data["queries"][1:], None
        note_progress(job, data, now=timezone.now())


def _delete(table: Table, identifier: UUID, caller: Caller, data: dict[str, Any]) -> None:
    try:
        with transaction.atomic(using="crm"):
            delete_record(table=table, record_id=identifier, caller=caller)
        data["deleted"] += 1
    except CrmFault as fault:
        if fault.fault is DOES_NOT_EXIST:
            return  # it went with one that was deleted before it
        data["failed"] += 1
        data["first_error"] = data["first_error"] or fault.message


def job_of(queries: list[Any]) -> dict[str, Any]:
    """What a new job has to do."""
    return {"queries": queries, "after": None, "deleted": 0, "failed": 0, "first_error": ""}


def is_due(not_before: datetime | None) -> bool:
    return not_before is None or not_before <= timezone.now()
