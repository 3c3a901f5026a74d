"""What a posted sales invoice becomes in the CRM: lines, totals, state. Decided without asking anybody.

Source: SD 3. Amounts are in the invoice's currency, as the back office rounded them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from crm_integration.table_mapping.problem import Awaited, Cure, Problem
from crm_integration.table_mapping.values import LookupValue

ZERO = Decimal(0)
DELIVERED = "actualdeliveryon"
CENT = Decimal("0.01")
Values = dict[str, Any]
ACTIVE, PAID, CANCELED = 0, 2, 3
BILLED: Mapping[str, int] = {"statecode": ACTIVE, "statuscode": 4}
PARTIAL: Mapping[str, int] = {"statecode": PAID, "statuscode": 100002}
COMPLETE: Mapping[str, int] = {"statecode": PAID, "statuscode": 100001}
CANCELLED: Mapping[str, int] = {"statecode": CANCELED, "statuscode": 100003}


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    """A line of a posted sales invoice; ``record_id`` is that of its item or resource.

    ``columns``: what the rows of the mapping of lines give; None for a line that stays in the back office.
    """

    line_no: int
    type: str
    no: str
    description: str
    record_id: UUID | None
    is_blocked: bool
    quantity: Decimal
    line_discount_amount: Decimal
    inv_discount_amount: Decimal
    amount: Decimal
    amount_including_vat: Decimal
    columns: Mapping[str, Any] | None
    unit_code: str = ""


@dataclass(frozen=True)
class SoldProduct:
    """The product of the CRM that an item or resource is coupled with, and the unit that it is sold in."""

    id: UUID
    unit_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class InvoiceFacts:
    """``products`` by id of the item or resource; ``written_in``: those that go without a product.

    ``reasons``: why there is no product of the others, as the code of a sentence and its parameters.
    ``is_discount_per_unit``: the CRM takes a line's discount from the price of each unit.
    """

    invoice_id: UUID
    prices_including_vat: bool = False
    is_discount_per_unit: bool = False
    products: Mapping[UUID, SoldProduct]
    units: Mapping[tuple[UUID, str], UUID]
    written_in: frozenset[UUID] = frozenset()
    reasons: Mapping[UUID, Mapping[str, Any]] = field(default_factory=dict)


class InvoiceRefused(Exception):
    """The invoice cannot be created in the CRM; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def refuse_blocked(lines: Sequence[InvoiceLine]) -> None:
    """Raises InvoiceRefused."""
    for line in lines:
        if line.is_blocked:
            params = {"record": f"{line.no} {line.description}".strip(), "table": line.type}
            awaited = Awaited(line.type, line.record_id) if line.record_id else None
            raise InvoiceRefused(Problem("line_record_blocked", Cure.REJECTED, params, awaited=awaited))


def delivered(header: Mapping[str, Any]) -> Values:
    """Where and when, as the invoice's columns say it: each of its lines says so, too."""
    values = {name: value for name, value in header.items() if name.startswith("shipto_")}
    return {**values, **({DELIVERED: header["datedelivered"]} if "datedelivered" in header else {})}


def lines_of(lines: Sequence[InvoiceLine], facts: InvoiceFacts, delivery: Mapping[str, Any]) -> list[Values]:
    """Values of invoice lines, by place; ``delivery``: of each of them. Raises InvoiceRefused.

    Where prices include VAT, or discounts are per unit, what rounding leaves over is a line of its own.
    """
    selling = [line for line in lines if line.columns is not None]
    rows = [_line(line, facts, {**delivery, **(line.columns or {})}) for line in selling]
    is_rounded = facts.prices_including_vat or facts.is_discount_per_unit
    rest = _rest(selling, rows, facts) if is_rounded else ZERO
    return [*rows, _rounding(rest, selling[-1].line_no, facts)] if rest else rows


def totals_of(lines: Sequence[InvoiceLine], *, invoice_discount: Decimal) -> Values:
    """The totals of the header; while order integration is on the CRM leaves them as they are."""
    including = sum((line.amount_including_vat for line in lines), ZERO)
    excluding = sum((line.amount for line in lines), ZERO)
    return {
        "totallineitemdiscountamount": sum((line.line_discount_amount for line in lines), ZERO),
        "totallineitemamount": excluding + invoice_discount,
        "totaltax": including - excluding,
        "totalamount": including,
        "totalamountlessfreight": excluding,
        "totaldiscountamount": invoice_discount,
        "discountamount": invoice_discount,
        "freightamount": ZERO,
    }


def amounts_of(line: InvoiceLine) -> Values:
    """What the CRM sets to zero when a line is inserted, next to the discount."""
    return {
        "tax": line.amount_including_vat - line.amount,
        "baseamount": line.amount + line.inv_discount_amount + line.line_discount_amount,
        "extendedamount": line.amount_including_vat + line.inv_discount_amount,
    }


def state_of(*, amount: Decimal, remaining: Decimal, is_cancelled: bool) -> Mapping[str, int]:
    """State and reason of the CRM's invoice, by what remains of its ledger entry."""
    if is_cancelled:
        return CANCELLED
    if not remaining:
        return COMPLETE
    return BILLED if remaining == amount else PARTIAL


def _line(line: InvoiceLine, facts: InvoiceFacts, columns: Mapping[str, Any]) -> Values:
    return {
        **columns,
        **_price_without_vat(line, facts, columns.get("priceperunit")),
        **_discount_per_unit(line, facts, columns.get("manualdiscountamount")),
        "invoiceid": LookupValue(facts.invoice_id, "invoice"),
        "lineitemnumber": line.line_no,
        **_product(line, facts),
        **amounts_of(line),
    }


def _price_without_vat(line: InvoiceLine, facts: InvoiceFacts, price: Decimal | None) -> Values:
    """Where prices include VAT; none where the mapping gives no price."""
    if price is None or not facts.prices_including_vat:
        return {}
    tax = line.amount_including_vat - line.amount
    return {"priceperunit": (price - tax / line.quantity).quantize(CENT, ROUND_HALF_UP)}


def _discount_per_unit(line: InvoiceLine, facts: InvoiceFacts, discount: Decimal | None) -> Values:
    """Where the CRM multiplies it by the quantity; none where the mapping gives no discount."""
    if not discount or not facts.is_discount_per_unit:
        return {}
    return {"manualdiscountamount": (discount / line.quantity).quantize(CENT, ROUND_HALF_UP)}


def _product(line: InvoiceLine, facts: InvoiceFacts) -> Values:
    """Accounts, freight, and what the mapping leaves out go without a product."""
    known = facts.products.get(line.record_id) if line.record_id else None
    if known is None:
        if line.record_id and line.record_id not in facts.written_in:
            raise InvoiceRefused(
                Problem(
                    "line_record_not_coupled",
                    Cure.MISSING_COUPLING,
                    {
                        "record": f"{line.no} {line.description}".strip(),
                        "table": line.type,
                        "reason": facts.reasons.get(line.record_id, {}),
                    },
                    awaited=Awaited(line.type, line.record_id),
                )
            )
        text = f"{line.no} {line.description}.".strip()
        return {"isproductoverridden": True, "productdescription": text}
    unit = facts.units.get((known.id, line.unit_code)) or known.unit_id
    return {
        "isproductoverridden": False,
        "productid": LookupValue(known.id, "product"),
        **({"uomid": LookupValue(unit, "uom")} if unit else {}),
    }


def _rest(lines: Sequence[InvoiceLine], rows: Sequence[Values], facts: InvoiceFacts) -> Decimal:
    """None where the mapping leaves it to the CRM what a line costs."""
    if not all("priceperunit" in row and "quantity" in row for row in rows):
        return ZERO
    told = sum((_told(row, facts) for row in rows), ZERO)
    due = sum((line.amount_including_vat + line.inv_discount_amount for line in lines), ZERO)
    return (due - told).quantize(CENT, ROUND_HALF_UP)


def _told(row: Values, facts: InvoiceFacts) -> Decimal:
    times = row["quantity"] if facts.is_discount_per_unit else 1
    discount: Decimal = row.get("manualdiscountamount", ZERO) * times
    total: Decimal = row["priceperunit"] * row["quantity"] - discount + row["tax"]
    return total


def _rounding(rest: Decimal, line_no: int, facts: InvoiceFacts) -> Values:
    return {
        "invoiceid": LookupValue(facts.invoice_id, "invoice"),
        "lineitemnumber": line_no + 1,
        "quantity": Decimal(1),
        "ispriceoverridden": True,
        "priceperunit": rest,
        "isproductoverridden": True,
        "productdescription": "Rounding",
        "manualdiscountamount": ZERO,
        "tax": ZERO,
        "baseamount": rest,
        "extendedamount": rest,
    }
