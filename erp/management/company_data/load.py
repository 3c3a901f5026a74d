"""Loads a folder of CSV files in one transaction: everything, or nothing when a row is bad."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from erp.management.company_data import customers, employees, orders, products
from erp.management.company_data.csv_file import CsvRow, read_csv
from erp.models import GeneralLedgerSetup
from erp.models.fields import normalised_code
from erp.operations.initialize_company import initialize_company
from erp.operations.save_setup import save_setup
from erp.queries.local_currency import local_currency_code

LOCAL_CURRENCY = "USD"
CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """How many records came."""

    customers: int
    items: int


@transaction.atomic
def load_company_data(
    folder: Path, *, progress: Callable[[int], object], discontinue: bool = False
) -> Loaded:
    """Loads customers, employees, who looks after whom, and the products if there is a file of them.

    ``progress`` is told the size of each part that is done; with ``discontinue`` the items that are no
    longer sold are blocked. Raises CompanyDataError.
    """
    customer_rows = read_csv(folder / customers.FILE, columns=customers.COLUMNS)
    employee_rows = read_csv(folder / employees.FILE, columns=employees.COLUMNS)
    customers.check_numbers(customer_rows)
    order_rows = read_csv(folder / orders.FILE, columns=orders.COLUMNS)
    product_rows = products.read_products(folder)
    initialize_company()
    if not local_currency_code():
        save_setup(model=GeneralLedgerSetup, values={"lcy_code": LOCAL_CURRENCY})
    codes = employees.load_employees(employee_rows)
    salespeople = _salesperson_codes(customer_rows, order_rows, codes)
    loaded = Loaded(
        customers=_in_parts(
            customer_rows, lambda part: customers.load_customers(part, salespeople), progress
        ),
        items=_in_parts(product_rows, products.load_products, progress),
    )
    if discontinue:
        products.block_discontinued(product_rows)
    return loaded


def _in_parts(
    rows: Sequence[CsvRow], load: Callable[[Sequence[CsvRow]], int], progress: Callable[[int], object]
) -> int:
    created = 0
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        created += load(part)
        progress(len(part))
    return created


def count_rows(folder: Path) -> int:
    """Returns how many customers and products the files have; raises CompanyDataError."""
    customer_rows = read_csv(folder / customers.FILE, columns=customers.COLUMNS)
    return len(customer_rows) + len(products.read_products(folder))


def _salesperson_codes(
    customer_rows: Iterable[CsvRow], order_rows: Iterable[CsvRow], codes: Mapping[str, str]
) -> dict[str, str]:
    """Returns the salesperson's code by customer number."""
    known = {normalised_code(row["CustomerID"]) for row in customer_rows}
    found = {}
    for customer, order in orders.latest_employees(order_rows).items():
        if customer not in known:
            raise order.error("CustomerID", _("%(file)s has no such customer.") % {"file": customers.FILE})
        employee = order["EmployeeID"].strip()
        if employee not in codes:
            raise order.error("EmployeeID", _("%(file)s has no such employee.") % {"file": employees.FILE})
        found[customer] = codes[employee]
    return found
