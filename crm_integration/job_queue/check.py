"""Stops a late worker from committing."""

from crm_integration.job_queue.lease import Lease, LeaseLost, held


def check(lease: Lease) -> None:
    """To be called inside every transaction that writes on behalf of a job. Raises LeaseLost.

    The job's row stays locked until the transaction ends, so that nobody can be given the job
    between this question and the commit.
    """
    if not held(lease).select_for_update(no_key=True).values_list("pk", flat=True):
        raise LeaseLost(lease)
