"""Customers become customers with a person as their primary contact."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from erp.management.company_data.csv_file import CsvRow
from erp.management.company_data.rejections import reported_by_place
from erp.models import Customer
from erp.models.fields import normalised_code
from erp.operations.create_contacts import create_contacts
from erp.operations.create_customers import create_customers
from erp.operations.modify_customers import modify_customers
from erp.queries.country_names import understand_country
from erp.queries.customer_contacts import company_nos_of_customers

FILE = "customers.csv"
COLUMN_OF = {
    "no": "CustomerID",
    "name": "CompanyName",
    "address": "Address",
    "city": "City",
    "county": "Region",
    "post_code": "PostalCode",
    "country_region_code": "Country",
    "phone_no": "Phone",
    "fax_no": "Fax",
}
COLUMNS = (*COLUMN_OF.values(), "ContactName", "ContactTitle")
_PERSON_COLUMN_OF = {
    "first_name": "ContactName",
    "surname": "ContactName",
    "name": "ContactName",
    "job_title": "ContactTitle",
}


def load_customers(rows: Sequence[CsvRow], salesperson_codes: Mapping[str, str]) -> int:
    """Creates the customers whose number is not there yet; returns how many came."""
    present = set(Customer.objects.filter(no__in=[_number(row) for row in rows]).values_list("no", flat=True))
    new = [row for row in rows if _number(row) not in present]
    values = [_customer(row, salesperson_codes) for row in new]
    with reported_by_place(new, COLUMN_OF):
        customers = create_customers(rows=values)
    _load_persons(customers, new)
    return len(customers)


def _load_persons(customers: Sequence[Customer], rows: Sequence[CsvRow]) -> None:
    company_nos = company_nos_of_customers(customer.no for customer in customers)
    with_person = [
        (customer, row) for customer, row in zip(customers, rows, strict=True) if row["ContactName"].strip()
    ]
    with reported_by_place([row for _customer, row in with_person], _PERSON_COLUMN_OF):
        persons = create_contacts(
            rows=[_person(customer, row, company_nos[customer.no]) for customer, row in with_person]
        )
    modify_customers(
        changes={
            customer.id: {"primary_contact_no": person.no}
            for (customer, _row), person in zip(with_person, persons, strict=True)
        }
    )


def check_numbers(rows: Sequence[CsvRow]) -> None:
    """Raises CompanyDataError for a customer without a number, or with the number of another."""
    numbers: set[str] = set()
    for row in rows:
        if not _number(row):
            raise row.error("CustomerID", _("The customer has no number."))
        if _number(row) in numbers:
            raise row.error("CustomerID", _("Customer %(no)s is there twice.") % {"no": _number(row)})
        numbers.add(_number(row))


def _number(row: CsvRow) -> str:
    return normalised_code(row["CustomerID"])


def _customer(row: CsvRow, salesperson_codes: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {field: row[column].strip() for field, column in COLUMN_OF.items()}
    values["country_region_code"] = _country(row)
    values["salesperson_code"] = salesperson_codes.get(_number(row), "")
    return values


def _country(row: CsvRow) -> str:
    text = row["Country"].strip()
    code = understand_country(text)
    if text and code is None:
        raise row.error("Country", _("“%(text)s” is not a country that is known.") % {"text": text[:40]})
    return code or ""


def _person(customer: Customer, row: CsvRow, company_no: str) -> dict[str, Any]:
    *first_names, surname = row["ContactName"].split()
    return {
        "type": "person",
        "first_name": " ".join(first_names),
        "surname": surname,
        "job_title": row["ContactTitle"].strip(),
        "company_no": company_no,
        "salesperson_code": customer.salesperson_id or "",
    }
