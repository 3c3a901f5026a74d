"""What the rows of orders and their details become: values of orders and lines. Writes nothing.

Amounts: a line is price times quantity, its discount an amount, rounded halves up to the cent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crm import metadata
from crm.business_rules.draft import validated
from crm.business_rules.errors import CrmFault
from crm.demo.company_data.csv_rows import CsvRow

ORDERS: Final = "orders.csv"
DETAILS: Final = "order_details.csv"
ORDER_COLUMNS: Final = {
    "requestdeliveryby": "RequiredDate",
    "freightamount": "Freight",
    "shipto_name": "ShipName",
    "shipto_line1": "ShipAddress",
    "shipto_city": "ShipCity",
    "shipto_stateorprovince": "ShipRegion",
    "shipto_postalcode": "ShipPostalCode",
    "shipto_country": "ShipCountry",
}
LINE_COLUMNS: Final = {
    "priceperunit": "UnitPrice",
    "quantity": "Quantity",
    "manualdiscountamount": "Discount",
}
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    ORDERS: ("OrderID", "CustomerID", "EmployeeID", *ORDER_COLUMNS.values()),
    DETAILS: ("OrderID", "ProductID", *LINE_COLUMNS.values()),
}
CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class PlannedLine:
    """``product`` is the product's number."""

    row: CsvRow
    product: str
    values: dict[str, Any]


@dataclass(frozen=True)
class PlannedOrder:
    """``account`` is the account's number, ``employee`` the number of who took the order."""

    row: CsvRow
    number: str
    account: str
    employee: str
    values: dict[str, Any]
    lines: list[PlannedLine] = field(default_factory=list)


def plan_orders(orders: Iterable[CsvRow], details: Iterable[CsvRow]) -> list[PlannedOrder]:
    """Returns the orders in the order of the file. Raises CompanyDataRefused."""
    planned: dict[str, PlannedOrder] = {}
    for row in orders:
        order = _order(row)
        if not order.number or order.number in planned:
            raise row.refused("OrderID", _("The number is missing, or there twice."))
        planned[order.number] = order
    for row in details:
        number = row["OrderID"].strip()
        if number not in planned:
            raise row.refused("OrderID", _("No order has this number."))
        planned[number].lines.append(_line(row))
    return list(planned.values())


def _order(row: CsvRow) -> PlannedOrder:
    number = row["OrderID"].strip()
    texts = {name: row[column].strip() for name, column in ORDER_COLUMNS.items() if name.startswith("shipto")}
    values: dict[str, Any] = {
        "name": f"Northwind {number}",
        "requestdeliveryby": _date(row, "RequiredDate"),
        "freightamount": _number(row, "Freight"),
        **texts,
    }
    _check("salesorder", values, row, ORDER_COLUMNS)
    return PlannedOrder(row, number, row["CustomerID"].strip().upper(), row["EmployeeID"].strip(), values)


def _line(row: CsvRow) -> PlannedLine:
    price, quantity = _number(row, "UnitPrice"), _number(row, "Quantity")
    discount = (price * quantity * _number(row, "Discount")).quantize(CENT, ROUND_HALF_UP)
    values = {"priceperunit": price, "quantity": quantity, "manualdiscountamount": discount}
    _check("salesorderdetail", values, row, LINE_COLUMNS)
    return PlannedLine(row, row["ProductID"].strip(), {**values, "ispriceoverridden": True})


def _number(row: CsvRow, column: str) -> Decimal:
    try:
        number = Decimal(row[column].strip())
    except InvalidOperation as error:
        raise row.refused(column, _("This is no number.")) from error
    if not number.is_finite() or number < 0:
        raise row.refused(column, _("This is no number."))
    return number


def _date(row: CsvRow, column: str) -> datetime | None:
    text = row[column].strip()
    if not text:
        return None
    try:
        day = datetime.fromisoformat(text)
    except ValueError as error:
        raise row.refused(column, _("This is no date.")) from error
    return day.replace(tzinfo=timezone.get_fixed_timezone(0))


def _check(table: str, values: Mapping[str, Any], row: CsvRow, columns: Mapping[str, str]) -> None:
    try:
        validated(values, table=metadata.table(table), creating=False)
    except CrmFault as fault:
        raise row.refused(columns.get(fault.column or "", ""), fault.sentence) from fault
