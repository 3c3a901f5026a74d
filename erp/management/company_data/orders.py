"""Orders tell which employee looks after a customer."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from erp.management.company_data.csv_file import CsvRow
from erp.models.fields import normalised_code

FILE = "orders.csv"
COLUMNS = ("OrderID", "CustomerID", "EmployeeID", "OrderDate")


def latest_employees(rows: Iterable[CsvRow]) -> dict[str, CsvRow]:
    """Returns the order by customer number that counts: the latest by date, then by number."""
    latest: dict[str, tuple[tuple[datetime, int], CsvRow]] = {}
    for row in rows:
        customer = normalised_code(row["CustomerID"])
        rank = (_order_date(row), _order_id(row))
        if customer not in latest or rank > latest[customer][0]:
            latest[customer] = (rank, row)
    return {customer: row for customer, (_rank, row) in latest.items()}


def _order_date(row: CsvRow) -> datetime:
    try:
        return datetime.fromisoformat(row["OrderDate"].strip()).replace(tzinfo=None)
    except ValueError as error:
        raise row.error(
            "OrderDate", _("“%(value)s” is not a date.") % {"value": row["OrderDate"][:40]}
        ) from error


def _order_id(row: CsvRow) -> int:
    text = row["OrderID"].strip()
    if not (text.isascii() and text.isdecimal()):
        raise row.error("OrderID", _("“%(value)s” is not a number.") % {"value": text[:40]})
    return int(text)
