"""Runs of the mapping of customers, as the worker runs them."""

from typing import Any

from benchmarks.inside.measuring import counted_queries, measured, peak_memory_mib, timed_requests
from crm_integration.job_queue import enqueue
from crm_integration.jobs.tasks import run as run_message
from crm_integration.models import Coupling, Job, SynchJob


def synchronize(scope: str = "full") -> dict[str, Any]:
    """Runs the mapping until its job has ended; returns what it took and what it did."""
    job = enqueue(
        kind="synchronize",
        arguments={"mapping": "CUSTOMER", "scope": scope},
        exclusive_key="mapping:CUSTOMER",
    )
    result: dict[str, Any] = {}
    with timed_requests(result), counted_queries(result), measured(result):
        while job.status == Job.Status.READY and not job.message_code:
            run_message(str(job.pk))
            job.refresh_from_db()
    return result | _outcome(job) | {"peak_mib": peak_memory_mib()}


def _outcome(job: Job) -> dict[str, Any]:
    if job.status != Job.Status.FINISHED or job.failed_records:
        raise RuntimeError(f"The run ended badly: {job.status} {job.message_code} {job.message_params}")
    jobs = SynchJob.objects.filter(job=job)
    return {
        "inserted": sum(jobs.values_list("inserted", flat=True)),
        "modified": sum(jobs.values_list("modified", flat=True)),
        "coupled": Coupling.objects.filter(mapping="CUSTOMER").count(),
    }
