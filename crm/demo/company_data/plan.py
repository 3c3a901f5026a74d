"""What the rows of the files become: users, accounts and contacts with their values. Writes nothing."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from crm import metadata
from crm.business_rules.draft import validated
from crm.business_rules.errors import CrmFault
from crm.demo.company_data.csv_rows import CsvRow
from crm.models.options import CUSTOMER

CUSTOMERS: Final = "customers.csv"
EMPLOYEES: Final = "employees.csv"
ORDERS: Final = "orders.csv"
ACCOUNT_COLUMNS: Final = {
    "accountnumber": "CustomerID",
    "name": "CompanyName",
    "address1_line1": "Address",
    "address1_city": "City",
    "address1_stateorprovince": "Region",
    "address1_postalcode": "PostalCode",
    "address1_country": "Country",
    "telephone1": "Phone",
    "fax": "Fax",
}
CONTACT_COLUMNS: Final = {"firstname": "ContactName", "lastname": "ContactName", "jobtitle": "ContactTitle"}
USER_COLUMNS: Final = {
    "firstname": "FirstName",
    "lastname": "LastName",
    "internalemailaddress": "LastName",
    "domainname": "LastName",
    "jobtitle": "Title",
    "mobilephone": "HomePhone",
}
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    CUSTOMERS: (*ACCOUNT_COLUMNS.values(), "ContactName", "ContactTitle"),
    EMPLOYEES: ("EmployeeID", "LastName", "FirstName", "Title", "HomePhone"),
    ORDERS: ("OrderID", "CustomerID", "EmployeeID", "OrderDate"),
}
E_MAIL_DOMAIN: Final = "northwind.example"


@dataclass(frozen=True)
class CompanyCustomer:
    """``contact`` is None for a customer without one."""

    account: dict[str, Any]
    contact: dict[str, Any] | None


def plan_users(rows: Sequence[CsvRow]) -> dict[str, dict[str, Any]]:
    """The users' values by EmployeeID. Raises CompanyDataRefused."""
    users: dict[str, dict[str, Any]] = {}
    for row in rows:
        employee = row["EmployeeID"].strip()
        if not employee or employee in users:
            raise row.refused("EmployeeID", _("The number is missing, or there twice."))
        first, last = row["FirstName"].strip(), row["LastName"].strip()
        e_mail = f"{_plain(first)}.{_plain(last)}@{E_MAIL_DOMAIN}"
        if any(user["internalemailaddress"] == e_mail for user in users.values()):
            raise row.refused("LastName", _("Another employee has the same name."))
        users[employee] = {
            "firstname": first,
            "lastname": last,
            "internalemailaddress": e_mail,
            "domainname": e_mail,
            "jobtitle": row["Title"].strip(),
            "mobilephone": row["HomePhone"].strip(),
        }
        _check("systemuser", users[employee], row, USER_COLUMNS)
    return users


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9-]", "", unicodedata.normalize("NFKD", name).lower())


def plan_customers(rows: Sequence[CsvRow]) -> dict[str, CompanyCustomer]:
    """The customers by their number. Raises CompanyDataRefused."""
    planned: dict[str, CompanyCustomer] = {}
    for row in rows:
        number = row["CustomerID"].strip().upper()
        if not number or number in planned:
            raise row.refused("CustomerID", _("The number is missing, or there twice."))
        account: dict[str, Any] = {name: row[column] for name, column in ACCOUNT_COLUMNS.items()}
        account["customertypecode"] = CUSTOMER
        _check("account", account, row, ACCOUNT_COLUMNS)
        planned[number] = CompanyCustomer(account, _contact(row))
    return planned


def _contact(row: CsvRow) -> dict[str, Any] | None:
    names = row["ContactName"].split()
    if not names:
        return None
    contact = {
        "firstname": " ".join(names[:-1]),
        "lastname": names[-1],
        "jobtitle": row["ContactTitle"].strip(),
    }
    _check("contact", contact, row, CONTACT_COLUMNS)
    return contact


def _check(table: str, values: Mapping[str, Any], row: CsvRow, columns: Mapping[str, str]) -> None:
    try:
        validated(values, table=metadata.table(table), creating=True)
    except CrmFault as fault:
        raise row.refused(columns.get(fault.column or "", ""), fault.sentence) from fault


def plan_employees(
    rows: Sequence[CsvRow], known: Mapping[str, Any], customers: Mapping[str, Any]
) -> dict[str, str]:
    """The employee of each customer's latest order. Raises CompanyDataRefused."""
    latest: dict[str, tuple[tuple[datetime, int], str]] = {}
    for row in rows:
        customer, employee = row["CustomerID"].strip().upper(), row["EmployeeID"].strip()
        if customer not in customers:
            raise row.refused("CustomerID", _("No customer has this number."))
        if employee not in known:
            raise row.refused("EmployeeID", _("No employee has this number."))
        rank = _order_date(row), _order_number(row)
        if customer not in latest or rank > latest[customer][0]:
            latest[customer] = rank, employee
    return {customer: employee for customer, (_rank, employee) in latest.items()}


def _order_date(row: CsvRow) -> datetime:
    try:
        return datetime.fromisoformat(row["OrderDate"].strip()).replace(tzinfo=None)
    except ValueError as error:
        raise row.refused("OrderDate", _("This is no date.")) from error


def _order_number(row: CsvRow) -> int:
    text = row["OrderID"].strip()
    if not (text.isascii() and text.isdigit()):
        raise row.refused("OrderID", _("This is no whole number."))
    return int(text)
