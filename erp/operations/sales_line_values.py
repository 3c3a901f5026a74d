"""Completes the rows of lines: what follows from the product, its unit, its price and the discount."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from erp.models import SalesHeader, SalesLineType
from erp.operations.sales_amounts import gross_amount, line_discount, line_discount_percent, rounded
from erp.operations.sales_line_plan import PlannedLine
from erp.operations.sales_line_prices import Products, price_lines
from erp.operations.sales_line_quantities import complete_quantities, refuse_changes_of_posted
from erp.operations.sales_line_rejections import line_rejected
from erp.queries.rounding_precision import RoundingPrecision
from erp.queries.sold_products import SoldProduct, sold_products
from erp.queries.vat_rates import vat_rates

_NOT_OF_COMMENTS: Final = ("no", "quantity", "unit_price", "line_discount_percent", "line_discount_amount")


def complete_lines(
    header: SalesHeader,
    planned: Sequence[PlannedLine],
    *,
    precision: RoundingPrecision,
    reprice: bool = False,
) -> None:
    """Adds to the rows what they do not say; with ``reprice``, items and resources get their prices anew.

    The number of queries does not depend on the number of lines. Raises RecordRejected for what cannot be
    sold.
    """
    selling = [one for one in planned if one.will_be("type") != SalesLineType.COMMENT]
    for one in planned:
        if one not in selling:
            _keep_comment(one)
    products = sold_products([one.product for one in selling])
    for one in selling:
        refuse_changes_of_posted(one)
        _take_from_product(header, one, products)
    rates = vat_rates(_price_groups(header, products))
    unpriced = [one for one in selling if _needs_price(one, reprice)]
    price_lines(header, unpriced, products=products, rates=rates, precision=precision)
    for one in selling:
        _complete_discount(one, precision)
        complete_quantities(header, one)


def _keep_comment(one: PlannedLine) -> None:
    for name in _NOT_OF_COMMENTS:
        if one.will_be(name):
            raise line_rejected(one.index, name, "comment_with_value")


def _take_from_product(header: SalesHeader, one: PlannedLine, products: Products) -> None:
    line_type, no = one.product
    if not no:
        raise line_rejected(one.index, "no", "required")
    product = products.get((line_type, no))
    if product is None:
        raise line_rejected(one.index, "no", "unknown_reference", value=no)
    if one.sells_something_else:
        if product.blocked:
            raise line_rejected(one.index, "no", "product_blocked", value=no)
        one.row.setdefault("description", product.description)
        one.row.setdefault("description_2", product.description_2)
        one.row["unit_of_measure_code"] = one.row.get("unit_of_measure_code") or product.unit
        one.row.setdefault("vat_prod_posting_group", product.vat_prod_posting_group)
        one.row.setdefault("allow_invoice_disc", product.allow_invoice_disc)
    if one.is_new:
        one.row.setdefault("requested_delivery_date", header.requested_delivery_date)
        one.row.setdefault("shipment_date", header.shipment_date)
    _take_unit(one, product)


def _take_unit(one: PlannedLine, product: SoldProduct) -> None:
    unit = one.will_be("unit_of_measure_code", "unit_of_measure_id")
    if product.units is None or not unit:
        one.row["qty_per_unit_of_measure"] = Decimal(1)
        return
    if unit not in product.units:
        raise line_rejected(one.index, "unit_of_measure_code", "not_a_unit_of_record", value=unit)
    if one.line.unit_of_measure_id != unit or not one.line.quantity_shipped:
        one.row["qty_per_unit_of_measure"] = product.units[unit]


def _price_groups(header: SalesHeader, products: Products) -> set[str]:
    price_groups = {product.vat_bus_posting_gr_price for product in products.values()}
    return price_groups | {header.vat_bus_posting_group_id or ""}


def _needs_price(one: PlannedLine, reprice: bool) -> bool:
    if "unit_price" in one.row:
        return False
    if one.sells_something_else:
        return True
    if one.will_be("type") == SalesLineType.GL_ACCOUNT or one.line.quantity_invoiced:
        return False
    unit = one.will_be("unit_of_measure_code", "unit_of_measure_id")
    return reprice or unit != (one.line.unit_of_measure_id or "")


def _complete_discount(one: PlannedLine, precision: RoundingPrecision) -> None:
    """An amount that is given decides the percentage, otherwise the percentage decides the amount."""
    row, line = one.row, one.line
    row["unit_price"] = rounded(one.will_be("unit_price"), precision.unit_amount)
    quantity, price = one.will_be("quantity"), row["unit_price"]
    gross = gross_amount(quantity, price, precision.amount)
    percent = one.will_be("line_discount_percent")
    if row.get("line_discount_amount", line.line_discount_amount) != line.line_discount_amount:
        row["line_discount_amount"] = rounded(row["line_discount_amount"], precision.amount)
        row["line_discount_percent"] = line_discount_percent(gross, row["line_discount_amount"])
    elif percent != line.line_discount_percent or (quantity, price) != (line.quantity, line.unit_price):
        row["line_discount_amount"] = line_discount(quantity, price, percent, precision.amount)
    amount = one.will_be("line_discount_amount")
    if not min(gross, 0) <= amount <= max(gross, 0):
        raise line_rejected(one.index, "line_discount_amount", "discount_too_large", value=f"{amount:f}")
