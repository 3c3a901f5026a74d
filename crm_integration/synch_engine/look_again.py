"""Asks for what became due to be looked at: by a run, or by the flow that makes the documents."""

from datetime import datetime

from crm_integration.job_queue import enqueue
from crm_integration.mappings.registry import MAPPINGS
from crm_integration.models import Coupling, SynchProblem


def look_again(mapping_name: str, *, not_before: datetime | None = None) -> None:
    """Asks for a run of what changed and of what is due; documents that are not there yet are made anew.

    To be called in the transaction that says what is due.
    """
    mapping = MAPPINGS.get(mapping_name)
    if mapping is not None and mapping.made_by:
        _make_again(mapping_name, mapping.made_by, not_before)
    enqueue(
        kind="synchronize",
        arguments={"mapping": mapping_name, "scope": "modified"},
        unique_key=f"synchronize:{mapping_name}",
        exclusive_key=f"mapping:{mapping_name}",
        not_before=not_before,
    )


def _make_again(mapping_name: str, kind: str, not_before: datetime | None) -> None:
    """What is asked for is due no more."""
    coupled = Coupling.objects.filter(mapping=mapping_name).values("erp_id")
    due = SynchProblem.objects.filter(mapping=mapping_name, is_due=True, erp_id__isnull=False)
    due = due.exclude(erp_id__in=coupled)
    ids = sorted({str(id) for id in due.values_list("erp_id", flat=True)})
    if ids:
        due.update(is_due=False)
        enqueue(kind=kind, arguments={"ids": ids}, not_before=not_before, total=len(ids))
