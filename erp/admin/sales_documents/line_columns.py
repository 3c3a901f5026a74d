"""Columns of lines that are only read, of open and of posted documents; comments have none of them."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.admin.formats import amount_text, quantity_text
from erp.models import SalesLineType


class LineColumns:
    """For the inlines of lines."""

    @admin.display(description=_("Quantity"))
    def sold_quantity(self, line: Any) -> str:
        return _quantity(line, line.quantity)

    @admin.display(description=_("Unit"))
    def unit(self, line: Any) -> str:
        return line.unit_of_measure_id or ""

    @admin.display(description=_("Unit Price"))
    def price(self, line: Any) -> str:
        return _unless_empty(line, line.unit_price)

    @admin.display(description=_("Line Discount %"))
    def discount(self, line: Any) -> str:
        return quantity_text(line.line_discount_percent) if line.line_discount_percent else ""

    @admin.display(description=_("Line Amount"))
    def line_amount(self, line: Any) -> str:
        return "" if line._state.adding else _unless_empty(line, line_amount(line))

    @admin.display(description=_("Shipped"))
    def shipped(self, line: Any) -> str:
        return _quantity(line, line.quantity_shipped)

    @admin.display(description=_("Invoiced"))
    def invoiced(self, line: Any) -> str:
        return _quantity(line, line.quantity_invoiced)


def sells_nothing(line: Any) -> bool:
    return bool(line.type == SalesLineType.COMMENT)


def line_amount(line: Any) -> Decimal:
    """What the line comes to before the invoice discount, with VAT when the document's prices include it."""
    gross: Decimal = line.amount_including_vat if line.document.prices_including_vat else line.amount
    return gross + line.inv_discount_amount


def _quantity(line: Any, quantity: Decimal) -> str:
    return "" if line._state.adding or sells_nothing(line) else quantity_text(quantity)


def _unless_empty(line: Any, amount: Decimal) -> str:
    return "" if sells_nothing(line) else amount_text(amount)
