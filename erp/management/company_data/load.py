"""Loads a folder of CSV files in one transaction: everything, or nothing when a row is bad."""

from collections.abc import Iterable, Mapping
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


@transaction.atomic
def load_company_data(folder: Path) -> int:
    """Loads customers, employees and who looks after whom; returns how many customers came.

    A folder without orders is fine: its customers have no salesperson. Raises CompanyDataError.
    """
    customer_rows = read_csv(folder / customers.FILE, columns=customers.COLUMNS)
    employee_rows = read_csv(folder / employees.FILE, columns=employees.COLUMNS)
    customers.check_numbers(customer_rows)
    has_orders = (folder / orders.FILE).exists()
    order_rows = read_csv(folder / orders.FILE, columns=orders.COLUMNS) if has_orders else []
    initialize_company()
    if not local_currency_code():
        save_setup(model=GeneralLedgerSetup, values={"lcy_code": LOCAL_CURRENCY})
    codes = employees.load_employees(employee_rows)
    return customers.load_customers(customer_rows, _salesperson_codes(customer_rows, order_rows, codes))


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
