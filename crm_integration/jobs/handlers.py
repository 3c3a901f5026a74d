"""Which function works which kind of job."""

from collections.abc import Callable
from typing import Any

from crm_integration.job_queue import Deadline, Lease, Outcome
from crm_integration.jobs.retention import remove_old

Handler = Callable[[Lease, dict[str, Any], Deadline], Outcome]

HANDLERS: dict[str, Handler] = {
    "retention": remove_old,
}
