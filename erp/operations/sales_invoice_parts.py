"""What of a line's amounts is invoiced with a part of its quantity: all invoices add up to the line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from erp.models import SalesInvoiceLine, SalesLine
from erp.operations.sales_amounts import part_of


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Amounts of a line, or of a part of it; ``entered`` is before discounts, as prices are entered."""

    entered: Decimal = Decimal(0)
    line_discount: Decimal = Decimal(0)
    inv_discount: Decimal = Decimal(0)
    vat: Decimal = Decimal(0)

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(
            entered=self.entered + other.entered,
            line_discount=self.line_discount + other.line_discount,
            inv_discount=self.inv_discount + other.inv_discount,
            vat=self.vat + other.vat,
        )


NOTHING = Parts()


def invoiced_parts(order_line_ids: Iterable[UUID], *, prices_including_vat: bool) -> dict[UUID, Parts]:
    """Returns what of order lines is invoiced, by id; cancelled invoices do not count."""
    found: dict[UUID, Parts] = defaultdict(Parts)
    lines = SalesInvoiceLine.objects.filter(order_line_id__in=list(order_line_ids), document__cancelled=False)
    for line in lines:
        if line.order_line_id:
            found[line.order_line_id] += parts_of(line, prices_including_vat=prices_including_vat)
    return found


def parts_of(line: SalesLine | SalesInvoiceLine, *, prices_including_vat: bool) -> Parts:
    """Returns the amounts of a whole line."""
    net = line.amount_including_vat if prices_including_vat else line.amount
    return Parts(
        entered=net + line.inv_discount_amount + line.line_discount_amount,
        line_discount=line.line_discount_amount,
        inv_discount=line.inv_discount_amount,
        vat=line.amount_including_vat - line.amount,
    )


def next_parts(whole: Parts, done: Parts, *, upto: Decimal, of: Decimal, precision: Decimal) -> Parts:
    """Returns what comes after ``done``, so that together they are ``upto`` of a quantity ``of``."""

    def part(total: Decimal, before: Decimal) -> Decimal:
        return part_of(total, done=before, upto=upto, whole=of, precision=precision)

    return Parts(
        entered=part(whole.entered, done.entered),
        line_discount=part(whole.line_discount, done.line_discount),
        inv_discount=part(whole.inv_discount, done.inv_discount),
        vat=part(whole.vat, done.vat),
    )


def line_amounts(parts: Parts, *, prices_including_vat: bool) -> Mapping[str, Any]:
    """Returns the amounts of a posted line by attribute."""
    net = parts.entered - parts.line_discount - parts.inv_discount
    amount = net - parts.vat if prices_including_vat else net
    return {
        "line_discount_amount": parts.line_discount,
        "inv_discount_amount": parts.inv_discount,
        "amount": amount,
        "vat_base_amount": amount,
        "amount_including_vat": amount + parts.vat,
    }
