"""The totals of a document from its lines, its discounts and its freight."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from crm import metadata
from crm.business_rules.draft import Draft
from crm.business_rules.sales.amounts import LARGEST, ZERO, LineSum, Terms, document_totals
from crm.business_rules.sales.documents import Document
from crm.business_rules.sales.line_price import currency_precision
from crm.business_rules.sales.pricing_errors import PricingError
from crm.business_rules.sales.settings import is_calculated_elsewhere, sales_settings

TOTALS: Final = (
    "totallineitemamount",
    "totallineitemdiscountamount",
    "totaldiscountamount",
    "totalamountlessfreight",
    "totaltax",
    "totalamount",
)
TERMS: Final = (
    "discountamount",
    "discountpercentage",
    "freightamount",
    "pricelevelid",
    "transactioncurrencyid",
)
_COLUMNS: Final = (
    "baseamount",
    "manualdiscountamount",
    "tax",
    "quantity",
    "pricingerrorcode",
    "productid",
)


def complete(draft: Draft, document: Document) -> None:
    """Sets totals and pricing error of a document, unless prices are not to be calculated."""
    settings = sales_settings(draft.context)
    if not settings.oobpricecalculationenabled:
        return
    is_taken_over = document.table == "salesorder" and draft.get("lastbackofficesubmit") is not None
    is_elsewhere = is_calculated_elsewhere(draft.context, document.table, is_taken_over=is_taken_over)
    if is_elsewhere and not draft.creating:
        return
    rows = [] if draft.creating else _lines(draft, document)
    is_per_unit = settings.discountcalculationmethod == 1
    precision = currency_precision(draft.context, draft.get("transactioncurrencyid"))
    sums, terms = [_line_sum(row, is_per_unit) for row in rows], _terms(draft)
    error = _error(draft, rows)
    if _is_too_large(sums, terms):
        sums, terms, error = [], Terms(), PricingError.PRICE_ATTRIBUTE_OUT_OF_RANGE
    totals = document_totals(sums, terms, precision)
    draft.set("totallineitemamount", totals.line_item_amount)
    draft.set("totallineitemdiscountamount", totals.line_item_discount)
    draft.set("totaldiscountamount", totals.discount)
    draft.set("totalamountlessfreight", totals.less_freight)
    draft.set("totaltax", totals.tax)
    draft.set("totalamount", totals.total)
    draft.set("pricingerrorcode", int(error))
    if document.table == "opportunity" and draft.get("isrevenuesystemcalculated"):
        draft.set("estimatedvalue", totals.total)


def _is_too_large(sums: Sequence[LineSum], terms: Terms) -> bool:
    amounts = sum((abs(line.base) + line.discount + abs(line.tax) for line in sums), ZERO)
    return 2 * amounts + terms.discount_amount + terms.freight > LARGEST


def _lines(draft: Draft, document: Document) -> list[dict[str, Any]]:
    lines = metadata.table(document.lines).model.objects.filter(**{document.primary_id: draft.id})
    return list(lines.values(*_COLUMNS))


def _line_sum(row: dict[str, Any], is_per_unit: bool) -> LineSum:
    discount = row["manualdiscountamount"] or ZERO
    if is_per_unit:
        discount *= Decimal(row["quantity"] or 0)
    return LineSum(row["baseamount"] or ZERO, discount, row["tax"] or ZERO)


def _terms(draft: Draft) -> Terms:
    return Terms(
        discount_amount=draft.get("discountamount") or ZERO,
        discount_percentage=draft.get("discountpercentage") or ZERO,
        freight=draft.get("freightamount") or ZERO,
    )


def _error(draft: Draft, rows: list[dict[str, Any]]) -> PricingError:
    """The document's own error counts first; else that one of its lines has one."""
    price_list = draft.context.record(draft.get("pricelevelid"))
    if price_list is None and any(row["productid"] for row in rows):
        return PricingError.MISSING_PRICE_LEVEL
    if price_list is not None and price_list.statecode != 0:
        return PricingError.INACTIVE_PRICE_LEVEL
    if any(row["pricingerrorcode"] for row in rows):
        return PricingError.DETAIL_ERROR
    return PricingError.NONE
