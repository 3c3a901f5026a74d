"""Keeps why documents of the CRM did not become documents of the back office."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from crm_integration.dataverse.errors import Cure as CrmCure
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import CrmDocument
from crm_integration.table_mapping.problem import Cure, Problem

# These concern the one document; what else goes wrong concerns the whole run.
OF_ONE_RECORD = (CrmCure.REJECTED, CrmCure.CONCURRENCY)


@transaction.atomic
def keep_problems(
    crm_table: str,
    crm_id: UUID,
    problems: Sequence[Problem],
    *,
    shown: Mapping[str, object],
    now: datetime,
) -> CrmDocument | None:
    """Replaces what was kept before. Returns None if the document was made meanwhile."""
    rows = CrmDocument.objects.select_for_update().filter(crm_table=crm_table, crm_id=crm_id)
    known = rows.first()
    if known is not None and known.status == CrmDocument.Status.CREATED:
        return None
    values = {
        **shown,
        **_failure(problems[0], known, now),
        "others": [_as_json(problem) for problem in problems[1:]],
        "status": CrmDocument.Status.FAILED,
        "state_read_at": now,
    }
    kept, _ = CrmDocument.objects.update_or_create(
        crm_table=crm_table, crm_id=crm_id, defaults=values, create_defaults=values
    )
    return kept


def forget_problem(crm_table: str, crm_id: UUID) -> None:
    """To be called in the transaction in which the document is made."""
    CrmDocument.objects.filter(crm_table=crm_table, crm_id=crm_id, status=CrmDocument.Status.FAILED).delete()


@transaction.atomic
def keep_problem_of_made(document: CrmDocument, problem: Problem, *, now: datetime) -> None:
    """What is still to be done with a document that was made, and why it was not."""
    known = CrmDocument.objects.select_for_update().get(pk=document.pk)
    CrmDocument.objects.filter(pk=known.pk).update(**_failure(problem, known if known.code else None, now))


def keep_refusal(document: CrmDocument, error: DataverseError, *, now: datetime) -> None:
    """What the CRM refuses to be told of a document that was made."""
    params = {"code": error.code, "message": error.message[:500], "cure": error.cure.value}
    keep_problem_of_made(document, Problem(f"crm_{error.cure.value}", Cure.REJECTED, params), now=now)


def forget_refusal(document: CrmDocument) -> None:
    """The CRM took what it had refused."""
    if document.code.startswith("crm_"):
        document.refresh_from_db()  # what was written since it was read stays
        forget_problem_of_made(document)
        document.save()


def forget_problem_of_made(document: CrmDocument) -> None:
    """Leaves the document to the caller to save."""
    document.code, document.cure, document.field, document.params = "", "", "", {}
    document.awaited_table, document.awaited_id, document.others = "", None, []
    document.times, document.first_failed_at, document.failed_at = 0, None, None


def _as_json(problem: Problem) -> dict[str, Any]:
    return problem.columns | {"awaited_id": str(problem.awaited.id) if problem.awaited else None}


def _failure(problem: Problem, earlier: CrmDocument | None, now: datetime) -> dict[str, Any]:
    return {
        **problem.columns,
        "others": [],
        "times": earlier.times + 1 if earlier else 1,
        "first_failed_at": earlier.first_failed_at if earlier else now,
        "failed_at": now,
    }
