"""What became of a request for background work."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User

from crm_integration.coupling.errors import CouplingRefused
from crm_integration.job_queue import enqueue
from crm_integration.models import IntegrationTableMapping
from crm_integration.synch_engine.scope import Scope

AT_ONCE = 10


@dataclass(frozen=True)
class Scheduled:
    """``job_id`` is None when nothing is to be done. ``skipped`` and ``failed`` count records left out."""

    job_id: UUID | None
    scheduled: int
    skipped: int = 0
    failed: int = 0


def refuse_resting(*mapping_names: str) -> None:
    """Raises CouplingRefused while the layer of one of the mappings is off: a run would only fail."""
    if IntegrationTableMapping.objects.filter(name__in=set(mapping_names), is_layer_on=False).exists():
        raise CouplingRefused("sales_integration_is_off")


def schedule(scope: Scope, *, records: int, skipped: int = 0, user: User | None = None) -> Scheduled:
    """Has a run worked on before the scheduled ones."""
    if not records:
        return Scheduled(None, 0, skipped)
    job = enqueue(
        kind="synchronize",
        arguments=scope.to_arguments(),
        exclusive_key=f"mapping:{scope.mapping}",
        priority=AT_ONCE,
        total=records,
        requested_by=user,
    )
    return Scheduled(job.pk, records, skipped)
