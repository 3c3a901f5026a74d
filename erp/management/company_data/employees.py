"""Employees become salespeople."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from erp.management.company_data.csv_file import CsvRow
from erp.management.company_data.rejections import reported_by_place
from erp.models import Salesperson
from erp.operations.create_salespeople import create_salespeople

FILE = "employees.csv"
COLUMNS = ("EmployeeID", "LastName", "FirstName", "Title", "HomePhone")
E_MAIL_DOMAIN = "northwind.example"
_COLUMN_OF = {
    "name": "LastName",
    "code": "LastName",
    "e_mail": "LastName",
    "job_title": "Title",
    "phone_no": "HomePhone",
}


def load_employees(rows: Sequence[CsvRow]) -> dict[str, str]:
    """Creates the salespeople who are not there yet; returns the code of each by EmployeeID."""
    e_mails = {row["EmployeeID"].strip(): e_mail_of(row) for row in rows}
    _refuse_twice(rows)
    known = _codes_by_e_mail()
    new = [row for row in rows if e_mail_of(row) not in known]
    with reported_by_place(new, _COLUMN_OF):
        create_salespeople(rows=[_salesperson(row) for row in new])
    known = _codes_by_e_mail()
    return {employee: known[e_mail] for employee, e_mail in e_mails.items()}


def e_mail_of(row: CsvRow) -> str:
    """Returns first.last@northwind.example in plain lower-case letters."""
    first, last = (_plain(row[column]) for column in ("FirstName", "LastName"))
    for column, part in (("FirstName", first), ("LastName", last)):
        if not part:
            raise row.error(column, _("The name is missing; it is needed for the e-mail address."))
    return f"{first}.{last}@{E_MAIL_DOMAIN}"


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9-]", "", unicodedata.normalize("NFKD", name).lower())


def _codes_by_e_mail() -> dict[str, str]:
    salespeople = Salesperson.objects.exclude(e_mail="").values_list("e_mail", "code")
    return {e_mail.lower(): code for e_mail, code in salespeople}


def _refuse_twice(rows: Sequence[CsvRow]) -> None:
    employees: set[str] = set()
    e_mails: set[str] = set()
    for row in rows:
        employee = row["EmployeeID"].strip()
        if not employee or employee in employees:
            raise row.error("EmployeeID", _("The value is missing or there twice."))
        if e_mail_of(row) in e_mails:
            raise row.error("LastName", _("Another employee has the same name."))
        employees.add(employee)
        e_mails.add(e_mail_of(row))


def _salesperson(row: CsvRow) -> dict[str, Any]:
    return {
        "name": f"{row['FirstName'].strip()} {row['LastName'].strip()}",
        "e_mail": e_mail_of(row),
        "job_title": row["Title"].strip(),
        "phone_no": row["HomePhone"].strip(),
    }
