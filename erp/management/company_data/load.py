"""Loads a folder of CSV files in one transaction: everything, or nothing when a row is bad."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from erp.management.company_data import customers, employees, orders
from erp.management.company_data.csv_file import CsvRow, read_csv
from erp.models import GeneralLedgerSetup
from erp.models.fields import normalised_code
from erp.operations.initialize_company import initialize_company
from erp.operations.save_setup import save_setup
from erp.queries.local_currency import local_currency_code

LOCAL_CURRENCY = "USD"
CHUNK = 500


@transaction.atomic
def load_company_data(folder: Path, *, progress: Callable[[int], object]) -> int:
    """Loads customers, employees and who looks after whom; returns how many customers came.

    ``progress`` is told the size of each part that is done. Raises CompanyDataError.
    """
    customer_rows = read_csv(folder / customers.FILE, columns=customers.COLUMNS)
    employee_rows = read_csv(folder / employees.FILE, columns=employees.COLUMNS)
    customers.check_numbers(customer_rows)
    order_rows = read_csv(folder / orders.FILE, columns=orders.COLUMNS)
    initialize_company()
    if not local_currency_code():
        save_setup(model=GeneralLedgerSetup, values={"lcy_code": LOCAL_CURRENCY})
    codes = employees.load_employees(employee_rows)
    salespeople = _salesperson_codes(customer_rows, order_rows, codes)
    created = 0
    for start in range(0, len(customer_rows), CHUNK):
        part = customer_rows[start : start + CHUNK]
        created += customers.load_customers(part, salespeople)
        progress(len(part))
    return created


def count_customers(folder: Path) -> int:
    """Returns how many customers the files have; raises CompanyDataError."""
    return len(read_csv(folder / customers.FILE, columns=customers.COLUMNS))


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
