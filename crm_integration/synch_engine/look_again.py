"""Asks for what became due to be looked at: by a run, or by the flow that makes the documents."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from crm_integration.job_queue import enqueue
from crm_integration.mappings.registry import MAPPINGS
from crm_integration.models import Coupling, SynchProblem


def look_again(mapping_name: str, *, not_before: datetime | None = None) -> None:
    """Asks for a run of what changed and of what is due; documents that are not there yet are made anew.

    To be called in the transaction that says what is due.
    """
    make_due(mapping_name, not_before=not_before)
    enqueue(
        kind="synchronize",
        arguments={"mapping": mapping_name, "scope": "modified"},
        unique_key=f"synchronize:{mapping_name}",
        exclusive_key=f"mapping:{mapping_name}",
        not_before=not_before,
    )


def make_due(mapping_name: str, *, not_before: datetime | None = None) -> None:
    """Asks for the documents that are due and not there yet; what is due stays so until it is tried.

    The job looks itself for what is due: what becomes so before it begins is made with the others.
    """
    mapping = MAPPINGS.get(mapping_name)
    if mapping is None or not mapping.made_by or not due_documents(mapping_name).exists():
        return
    enqueue(kind=mapping.made_by, unique_key=f"{mapping.made_by}:due", not_before=not_before)


def due_documents(mapping_name: str) -> "QuerySet[SynchProblem, UUID | None]":
    """Ids of the records of the back office, in their order, each of them once."""
    coupled = Coupling.objects.filter(mapping=mapping_name).values("erp_id")
    due = SynchProblem.objects.filter(mapping=mapping_name, is_due=True, erp_id__isnull=False)
    ids = due.exclude(erp_id__in=coupled).order_by("erp_id")
    return ids.values_list("erp_id", flat=True).distinct()
