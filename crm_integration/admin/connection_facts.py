"""What the Connection Setup shows of the connection besides what is entered."""

from typing import Any

from crm_integration.admin.crm_links import crm_url
from crm_integration.connection.addresses import item_availability_url
from crm_integration.connection.solution.integration_solution import (
    INTEGRATION_SOLUTION,
    INTEGRATION_USER_ROLE,
)
from crm_integration.job_queue.entries.chores import ALWAYS_THERE
from crm_integration.models import (
    ConnectionSetup,
    Coupling,
    IntegrationTableMapping,
    JobQueueEntry,
    SynchProblem,
)
from crm_integration.sentences import sentence

IDLE = (JobQueueEntry.Status.ON_HOLD, JobQueueEntry.Status.ERROR)


def connection_facts(setup: ConnectionSetup) -> dict[str, Any]:
    """Counts, and what is known of the integration solution and its security roles."""
    problems = SynchProblem.objects.errors()
    jobs = JobQueueEntry.objects.exclude(code__in=ALWAYS_THERE)
    return {
        "mappings_on": IntegrationTableMapping.objects.on().count(),
        "mappings": IntegrationTableMapping.objects.count(),
        "couplings": Coupling.objects.count(),
        "jobs_active": jobs.exclude(status__in=IDLE).count(),
        "jobs": jobs.count(),
        "problems": problems.count(),
        "skipped": problems.filter(is_skipped=True).count(),
        "item_availability_url": item_availability_url(setup),
        "default_price_list_url": _default_price_list_url(setup),
        **_solution(setup),
    }


def _default_price_list_url(setup: ConnectionSetup) -> str:
    """Where the price list is opened in the CRM; blank before it is made."""
    if setup.default_price_list_id is None:
        return ""
    return crm_url("pricelevel", setup.default_price_list_id, setup=setup)


def _solution(setup: ConnectionSetup) -> dict[str, Any]:
    """Every role with what it lacks, and what else the solution lacks."""
    found = [
        (kept["params"].get("role"), sentence(kept["code"], kept["params"]))
        for kept in setup.solution_differences
    ]
    names = [role.name for role in INTEGRATION_SOLUTION.roles]
    return {
        "solution": [text for _, text in found],
        "solution_besides_roles": [text for role, text in found if role not in names],
        "roles": [
            {
                "name": name,
                "lacks": [text for role, text in found if role == name],
                "is_of_user": name == INTEGRATION_USER_ROLE,
            }
            for name in names
        ],
    }
