"""How much of a line is to be shipped and invoiced, and what a shipped or invoiced line no longer allows."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from erp.models import SalesDocumentType, SalesHeader, SalesLine
from erp.operations.sales_line_plan import PlannedLine
from erp.operations.sales_line_rejections import line_rejected

_FIXED_BY_SHIPMENT: Final = {"type": "type", "no": "no", "unit_of_measure_code": "unit_of_measure_id"}
_FIXED_BY_INVOICE: Final = ("unit_price", "line_discount_percent", "line_discount_amount")


def complete_quantities(header: SalesHeader, one: PlannedLine) -> None:
    """Adds quantities to ship and to invoice; both are all that is left unless the row says otherwise.

    Raises RecordRejected for more than there is left, and for a quantity below what was shipped.
    """
    row, line = one.row, one.line
    quantity: Decimal = one.will_be("quantity")
    if quantity < line.quantity_shipped or quantity < line.quantity_invoiced:
        shipped = max(line.quantity_shipped, line.quantity_invoiced)
        raise line_rejected(one.index, "quantity", "less_than_shipped", value=_plain(shipped))
    row["outstanding_quantity"] = quantity - line.quantity_shipped
    changed = one.is_new or quantity != line.quantity
    if changed:
        row.setdefault("qty_to_ship", row["outstanding_quantity"])
    to_ship: Decimal = one.will_be("qty_to_ship")
    if changed or to_ship != line.qty_to_ship:
        row.setdefault("qty_to_invoice", _to_invoice(header, line, quantity, to_ship))
    _refuse_more_than_left(one, "qty_to_ship", row["outstanding_quantity"])
    _refuse_more_than_left(one, "qty_to_invoice", quantity - line.quantity_invoiced)


def quantities_left(line: SalesLine) -> Mapping[str, Decimal]:
    """Returns what is to be done with a line after some of it was shipped or invoiced."""
    outstanding = line.quantity - line.quantity_shipped
    return {
        "outstanding_quantity": outstanding,
        "qty_to_ship": outstanding,
        "qty_to_invoice": line.quantity - line.quantity_invoiced,
    }


def refuse_changes_of_posted(one: PlannedLine) -> None:
    """Raises RecordRejected when a shipped line would sell something else, or an invoiced one cost more."""
    if one.line.quantity_shipped or one.line.quantity_invoiced or one.line.shipment_line_id:
        for name, attname in _FIXED_BY_SHIPMENT.items():
            if name in one.row and (one.row[name] or None) != (getattr(one.line, attname) or None):
                raise line_rejected(one.index, name, "line_is_shipped")
    if one.line.quantity_invoiced:
        for name in _FIXED_BY_INVOICE:
            if one.row.get(name, getattr(one.line, name)) != getattr(one.line, name):
                raise line_rejected(one.index, name, "line_is_invoiced")


def _to_invoice(header: SalesHeader, line: SalesLine, quantity: Decimal, to_ship: Decimal) -> Decimal:
    if header.document_type == SalesDocumentType.ORDER:
        return line.quantity_shipped + to_ship - line.quantity_invoiced
    return quantity - line.quantity_invoiced


def _refuse_more_than_left(one: PlannedLine, name: str, left: Decimal) -> None:
    if one.will_be(name) > left:
        raise line_rejected(one.index, name, "more_than_left", value=_plain(one.row[name]), left=_plain(left))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
