"""What became of one document of the CRM."""

from dataclasses import dataclass
from uuid import UUID

from crm_integration.models import CrmDocument
from crm_integration.table_mapping.problem import Problem


@dataclass(frozen=True)
class Result:
    """``problem``: what stands in the way, of several things the first. ``is_new`` if not all of it had been
    done before.

    ``code``: the sentence of what was done, where it is not simply that the document was made.
    """

    crm_id: UUID
    document: CrmDocument | None = None
    problem: Problem | None = None
    is_new: bool = False
    code: str = ""
