"""What a document of the CRM becomes: values of a header and rows of lines, or why not."""

from dataclasses import dataclass
from typing import Any

from crm_integration.document_flow.sales_documents.crm_document import CrmDocument
from crm_integration.document_flow.sales_documents.facts import Facts
from crm_integration.document_flow.sales_documents.header import header_of
from crm_integration.document_flow.sales_documents.lines import lines_of
from crm_integration.document_flow.sales_documents.obstacles import Obstacles


@dataclass(frozen=True)
class DocumentDraft:
    """In the words of the back office's operations."""

    values: dict[str, Any]
    lines: list[dict[str, Any]]


def draft_of(document: CrmDocument, facts: Facts) -> DocumentDraft:
    """Raises DocumentRefused with everything that stands in the way."""
    obstacles = Obstacles()
    draft = DocumentDraft(
        values=header_of(document, facts, obstacles), lines=lines_of(document, facts, obstacles)
    )
    obstacles.refuse_if_any()
    return draft
