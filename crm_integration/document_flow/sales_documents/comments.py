"""Texts of the CRM that do not fit into a line go on in comment lines. Source: SD 1.7, clarification 11."""

from collections.abc import Iterator, Mapping
from typing import Any

from crm_integration.document_flow.sales_documents.facts import LineType

DESCRIPTION_LENGTH = 100


def first_text(line: Mapping[str, Any]) -> str:
    """The first line of what the salesperson wrote, else of the name of a product that is written in."""
    texts = _rows(line.get("description")) or _rows(line.get("productdescription"))
    return texts[0] if texts else ""


def further_texts(line: Mapping[str, Any]) -> list[str]:
    """The other lines of what the salesperson wrote."""
    return _rows(line.get("description"))[1:]


def comments(texts: list[str], *, attached_to: int) -> Iterator[dict[str, Any]]:
    """Comment lines that hold the texts, each as long as a description may be."""
    for text in texts:
        for start in range(0, len(text), DESCRIPTION_LENGTH):
            part = text[start : start + DESCRIPTION_LENGTH]
            yield {
                "type": LineType.COMMENT.value,
                "description": part,
                "attached_to_line_no": attached_to,
            }


def _rows(value: Any) -> list[str]:
    return [row.strip() for row in str(value or "").splitlines() if row.strip()]
