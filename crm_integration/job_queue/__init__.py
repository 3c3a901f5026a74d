"""Jobs: ask for work, claim it, hold it, end it. The rows are the truth; no queue software is known here."""

from crm_integration.job_queue.cancel import cancel
from crm_integration.job_queue.check import check
from crm_integration.job_queue.claim import claim
from crm_integration.job_queue.deadline import Deadline
from crm_integration.job_queue.enqueue import enqueue
from crm_integration.job_queue.fail import fail
from crm_integration.job_queue.finish import finish
from crm_integration.job_queue.hold import hold
from crm_integration.job_queue.lease import Lease, LeaseLost
from crm_integration.job_queue.outcome import ContinueWith, Failed, Finished, Outcome, Postponed, RetryAt
from crm_integration.job_queue.put_back import put_back
from crm_integration.job_queue.ready_jobs import ready_jobs, runnable
from crm_integration.job_queue.reap import free_leases_of, reap
from crm_integration.job_queue.signals import job_enqueued

__all__ = [
    "ContinueWith",
    "Deadline",
    "Failed",
    "Finished",
    "Lease",
    "LeaseLost",
    "Outcome",
    "Postponed",
    "RetryAt",
    "cancel",
    "check",
    "claim",
    "enqueue",
    "fail",
    "finish",
    "free_leases_of",
    "hold",
    "job_enqueued",
    "put_back",
    "ready_jobs",
    "reap",
    "runnable",
]
