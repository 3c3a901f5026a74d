"""Whether a sales order that is there already says what an order of the CRM says."""

from collections.abc import Mapping, Sequence
from typing import Any

from crm_integration.document_flow.sales_documents.draft import DocumentDraft
from crm_integration.document_flow.sales_documents.facts import LineType

HEADER = ("sell_to_customer_no", "currency_code", "prices_including_vat", "invoice_discount_amount")
LINE = ("type", "no", "quantity", "unit_price", "line_discount_amount")


def says_the_same(
    draft: DocumentDraft, header: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]
) -> bool:
    """``header`` and ``lines`` are those of the sales order. Texts may differ: comments are left out."""
    values = {"invoice_discount_amount": 0, **draft.values}
    is_same_header = all((values[name] or 0) == (header[name] or 0) for name in HEADER)
    return is_same_header and _sold(draft.lines) == _sold(lines)


def _sold(lines: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    sold = (line for line in lines if line["type"] != LineType.COMMENT.value)
    return [tuple(line.get(name) or 0 for name in LINE) for line in sold]
