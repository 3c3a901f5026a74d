"""Match-Based Coupling: couples uncoupled records where the match fields agree with exactly one record."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User

from crm_integration.coupling.errors import CouplingRefused
from crm_integration.coupling.scheduled import AT_ONCE
from crm_integration.job_queue import enqueue
from crm_integration.models import Job
from crm_integration.synch_engine.mapping_store import load_mapping
from crm_integration.synch_engine.scope import Scope


def start(*, mapping_name: str, erp_ids: Sequence[UUID] | None = None, user: User | None = None) -> Job:
    """Has the chosen records, or all uncoupled ones inside the filter, matched in the background.

    What is matched is synchronized, and what is not is created, as the mapping says. Raises CouplingRefused
    when no field is to be matched on.
    """
    if not any(row.use_for_match for row in load_mapping(mapping_name).rows):
        raise CouplingRefused("no_match_criteria", mapping=mapping_name)
    kind = "couple" if erp_ids is None else "couple_selected"
    scope = Scope(mapping_name, kind, erp_ids=tuple(erp_ids or ()))
    return enqueue(
        kind="synchronize",
        arguments=scope.to_arguments(),
        exclusive_key=f"mapping:{mapping_name}",
        priority=AT_ONCE,
        total=len(erp_ids) if erp_ids else None,
        requested_by=user,
    )
