"""Loads the invented demo company; what is there already is left alone."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from erp.demo.companies import DEMO_COMPANIES, DEMO_SALESPEOPLE, DemoCompany
from erp.demo.demo_setup import load_demo_setup
from erp.demo.factories import CustomerFactory, PersonFactory
from erp.demo.load_demo_opportunities import load_demo_opportunities
from erp.demo.load_demo_products import load_demo_products
from erp.demo.load_demo_sales import load_demo_sales
from erp.models import Customer
from erp.operations.create_contacts import create_contacts
from erp.operations.create_customers import create_customers
from erp.operations.initialize_company import initialize_company
from erp.operations.modify_customers import modify_customers
from erp.queries.country_names import understand_country
from erp.queries.customer_contacts import company_nos_of_customers
from erp.queries.local_currency import local_currency_code

CHUNK = 500
_PAYMENT_TERMS = ("30 DAYS", "45 DAYS", "")
_SHIPMENT_METHODS = ("FOB", "FREE", "FREE", "")
_SHIPPING_AGENTS = ("DHL", "OWN", "UPS", "DHL", "")
_FOREIGN = ("USD", "GBP", "NOK")


@transaction.atomic
def load_demo_company() -> int:
    """Loads what is missing of setup, salespeople, products, customers, opportunities and sales documents.

    Returns how many customers came.
    """
    initialize_company()
    load_demo_setup()
    load_demo_products()
    numbers = [company.no for company in DEMO_COMPANIES]
    present = set(Customer.objects.filter(no__in=numbers).values_list("no", flat=True))
    companies = [company for company in DEMO_COMPANIES if company.no not in present]
    local_currency = local_currency_code()
    number = _load([_customer(c, local_currency) for c in companies], [_person(c) for c in companies])
    load_demo_opportunities()
    load_demo_sales()
    return number


def load_invented_customers(*, count: int, progress: Callable[[int], Any]) -> int:
    """Makes sure that the first ``count`` invented customers are there; returns how many came.

    ``progress`` is told the size of each part that is done.
    """
    created = 0
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        present = set(
            Customer.objects.filter(no__in=[_number(n) for n in numbers]).values_list("no", flat=True)
        )
        missing = [n for n in numbers if _number(n) not in present]
        created += _load([_invented_customer(n) for n in missing], [_invented_person(n) for n in missing])
        progress(len(numbers))
    return created


@transaction.atomic
def _load(customer_rows: Sequence[dict[str, Any]], person_rows: Sequence[dict[str, Any]]) -> int:
    """Creates customers with a person each; two of three persons are the primary contact."""
    customers = create_customers(rows=customer_rows)
    company_nos = company_nos_of_customers(customer.no for customer in customers)
    persons = create_contacts(
        rows=[
            {**row, "company_no": company_nos[customer.no], "salesperson_code": customer.salesperson_id or ""}
            for row, customer in zip(person_rows, customers, strict=True)
        ]
    )
    pairs = list(zip(customers, persons, strict=True))
    modify_customers(
        changes={
            customer.id: {"primary_contact_no": person.no}
            for index, (customer, person) in enumerate(pairs)
            if index % 3 < 2
        }
    )
    return len(customers)


def _customer(company: DemoCompany, local_currency: str) -> dict[str, Any]:
    index = DEMO_COMPANIES.index(company)
    return {
        "no": company.no,
        "name": company.name,
        "address": company.street,
        "post_code": company.post_code,
        "city": company.city,
        "country_region_code": understand_country(company.country),
        "phone_no": company.phone,
        "e_mail": company.e_mail,
        "home_page": company.website,
        "currency_code": "" if company.currency == local_currency else company.currency,
        "salesperson_code": company.salesperson_code,
        "payment_terms_code": _PAYMENT_TERMS[index % len(_PAYMENT_TERMS)],
        "shipment_method_code": _SHIPMENT_METHODS[index % len(_SHIPMENT_METHODS)],
        "shipping_agent_code": _SHIPPING_AGENTS[index % len(_SHIPPING_AGENTS)],
        "credit_limit_lcy": index % 5 * 10_000,
    }


def _person(company: DemoCompany) -> dict[str, Any]:
    return {
        "type": "person",
        "first_name": company.contact_first_name,
        "surname": company.contact_last_name,
        "e_mail": company.contact_e_mail,
    }


def _number(index: int) -> str:
    return f"D{index + 1:07d}"


def _invented_customer(index: int) -> dict[str, Any]:
    return CustomerFactory.build(
        __sequence=index,
        no=_number(index),
        salesperson_code=DEMO_SALESPEOPLE[index % len(DEMO_SALESPEOPLE)].code,
        currency_code=_FOREIGN[index // 4 % len(_FOREIGN)] if index % 4 == 0 else "",
    )


def _invented_person(index: int) -> dict[str, Any]:
    return PersonFactory.build(__sequence=index)
