"""Units that records name are coupled and synchronized along with them, without anybody asking (C&S 3.1)."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from django.db import transaction

from crm_integration.job_queue import enqueue
from crm_integration.models import IntegrationTableMapping, Job, SynchProblem
from crm_integration.synch_engine.plan import Options
from crm_integration.synch_engine.scope import Scope

RECORDS_PER_JOB: Final = 1000
# In the order of their dependencies: a unit waits for its group.
MAPPING_OF: Final[Mapping[str, str]] = {
    "unit_group": "UNIT GROUP",
    "item_unit_of_measure": "ITEM UOM",
    "resource_unit_of_measure": "RESOURCE UOM",
}


def ask_for_units(mapping_name: str, job: Job, run: Collection[UUID]) -> None:
    """Asks for the units and unit groups that records of the run wait for; these are looked at again then."""
    waiting = SynchProblem.objects.filter(
        mapping_id=mapping_name, job_id__in=run, awaited_table__in=MAPPING_OF, awaited_id__isnull=False
    )
    on = set(IntegrationTableMapping.objects.on().values_list("name", flat=True))
    for table, name in MAPPING_OF.items():
        if name in on:
            ids = waiting.filter(awaited_table=table).values_list("awaited_id", flat=True)
            _ask(name, sorted({id for id in ids if id is not None}), job)


def _ask(name: str, ids: list[UUID], job: Job) -> None:
    for start in range(0, len(ids), RECORDS_PER_JOB):
        chosen = tuple(ids[start : start + RECORDS_PER_JOB])
        scope = Scope(name, "selected", Options(create=True), erp_ids=chosen)
        with transaction.atomic():
            enqueue(
                kind="synchronize",
                arguments=scope.to_arguments(),
                exclusive_key=f"mapping:{name}",
                priority=job.priority,
                total=len(chosen),
                requested_by=job.requested_by,
            )
