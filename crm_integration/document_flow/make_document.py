"""Has a document of the CRM made into one of the back office, whoever asks how often.

What was made is kept in one row per document of the CRM, the only one of its kind: of two who make the same
document the second one waits for the first and then finds it.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError

from crm_integration.document_flow.problem_book import keep_problems
from crm_integration.document_flow.result import Result
from crm_integration.document_flow.sales_documents.crm_document import CrmDocument as Read
from crm_integration.document_flow.sales_documents.facts import DocumentRefused, Facts
from crm_integration.document_flow.shown import shown
from crm_integration.models import CrmDocument
from crm_integration.table_mapping.problem import Cure, Problem
from erp.operations.errors import OperationError, RecordRejected


def make_document(read: Read, facts: Facts, make: Callable[[], CrmDocument], *, now: datetime) -> Result:
    """Has ``make`` do it, in a transaction of its own, unless it was done.

    ``make`` raises DocumentRefused or OperationError, which is kept for people to see, and IntegrityError
    when the document was made meanwhile.
    """
    known = _made_of(read)
    if known is not None:
        return Result(read.id, document=known)
    try:
        return Result(read.id, document=make(), is_new=True)
    except IntegrityError:
        known = _made_of(read)
        if known is None:
            raise
        return Result(read.id, document=known)
    except DocumentRefused as refused:
        problems = refused.problems
    except OperationError as refused:
        problems = (problem_of(refused),)
    document = keep_problems(read.table, read.id, problems, shown=shown(read, facts), now=now)
    return Result(read.id, document=document, problem=problems[0])


def _made_of(read: Read) -> CrmDocument | None:
    made = CrmDocument.objects.filter(status=CrmDocument.Status.CREATED)
    return made.filter(crm_table=read.table, crm_id=read.id).first()


def problem_of(refused: OperationError) -> Problem:
    """What an operation of the back office refused, in the words of a stored problem."""
    if isinstance(refused, RecordRejected):
        params = {"erp_code": refused.code, "table": refused.table, **refused.params}
        return Problem(
            "erp_rejected", Cure.REJECTED, {name: str(value) for name, value in params.items()}, refused.field
        )
    return Problem("erp_refused", Cure.REJECTED, {"message": str(refused)})
