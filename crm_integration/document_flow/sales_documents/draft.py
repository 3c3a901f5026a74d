"""What a document of the CRM becomes: values of a header and rows of lines, or why not."""

from dataclasses import dataclass
from typing import Any

from crm_integration.document_flow.sales_documents.crm_document import CrmDocument
from crm_integration.document_flow.sales_documents.facts import Facts
from crm_integration.document_flow.sales_documents.header import header_of
from crm_integration.document_flow.sales_documents.lines import lines_of


@dataclass(frozen=True)
class DocumentDraft:
    """In the words of the back office's operations."""

    values: dict[str, Any]
    lines: list[dict[str, Any]]


def draft_of(document: CrmDocument, facts: Facts) -> DocumentDraft:
    """Raises DocumentRefused with the first thing that stands in the way."""
    return DocumentDraft(values=header_of(document, facts), lines=lines_of(document, facts))
