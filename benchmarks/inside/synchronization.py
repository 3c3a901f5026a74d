"""Runs of the mapping of customers, slice after slice as a worker runs them."""

from typing import Any

from benchmarks.inside.measuring import counted_queries, measured, peak_memory_mib, timed_requests
from crm_integration.job_queue import enqueue
from crm_integration.jobs.run_job import run_job
from crm_integration.models import Coupling, Job, SynchJob
from erp.models import Customer
from erp.operations.modify_customers import modify_customers


def synchronize(scope: str = "full", mapping: str = "CUSTOMER") -> dict[str, Any]:
    """Runs the mapping until its job has ended; returns what it took and what it did."""
    job = enqueue(
        kind="synchronize",
        arguments={"mapping": mapping, "scope": scope},
        exclusive_key=f"mapping:{mapping}",
    )
    result: dict[str, Any] = {}
    with timed_requests(result), counted_queries(result), measured(result):
        run_job(job.pk)
        while _goes_on(job):
            run_job(job.pk)
    return result | _outcome(job) | {"peak_mib": peak_memory_mib()}


def _goes_on(job: Job) -> bool:
    job.refresh_from_db()
    return job.status == Job.Status.READY and not job.message_code


def _outcome(job: Job) -> dict[str, Any]:
    if job.status != Job.Status.FINISHED or job.failed_records:
        raise RuntimeError(f"The run ended badly: {job.status} {job.message_code} {job.message_params}")
    jobs = SynchJob.objects.filter(job=job)
    return {
        "inserted": sum(jobs.values_list("inserted", flat=True)),
        "modified": sum(jobs.values_list("modified", flat=True)),
        "coupled": Coupling.objects.filter(mapping=job.arguments["mapping"]).count(),
    }


def synchronize_changes(changed_in_erp: int) -> dict[str, Any]:
    """Changes customers that are spread over the table, then runs for what changed on either side."""
    ids = list(Customer.objects.order_by("id").values_list("id", flat=True))
    chosen = ids[:: len(ids) // changed_in_erp][:changed_in_erp] if changed_in_erp else []
    modify_customers(changes={id: {"name_2": "", "address": "1 New Road"} for id in chosen})
    return synchronize("modified")


def synchronize_nothing() -> dict[str, Any]:
    """Runs twice for what changed, and returns the second run: its token is there already."""
    synchronize("modified")
    return synchronize("modified")
