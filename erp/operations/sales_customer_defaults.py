"""What a sales document takes from the customers and the contact that it names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from erp.models import Contact, Customer, CustomerBlocked, PaymentTerms, SalesDocumentType
from erp.operations.date_formula import BeyondCalendar, date_after
from erp.operations.errors import RecordRejected
from erp.queries.customer_contacts import company_nos_of_customers
from erp.queries.local_currency import local_currency_code
from erp.queries.table_fields import record_values

TABLE = "sales_header"
_ADDRESS = ("address", "address_2", "city", "post_code", "county", "country_region_code")
_TERMS = (
    "currency_code",
    "payment_terms_code",
    "shipment_method_code",
    "shipping_agent_code",
    "salesperson_code",
    "customer_price_group",
    "vat_bus_posting_group",
    "prices_including_vat",
)
_ORDERING = (SalesDocumentType.QUOTE, SalesDocumentType.ORDER)
_SELLING = (*_ORDERING, SalesDocumentType.INVOICE)


def customer_of(no: str, *, field: str = "sell_to_customer_no") -> Customer:
    """Returns a customer that a document names; raises RecordRejected when there is none."""
    customer = Customer.objects.filter(no=no).first() if no else None
    if customer is None:
        code = "unknown_reference" if no else "required"
        raise RecordRejected(table=TABLE, index=0, field=field, code=code, params={"value": no})
    return customer


def refuse_blocked_customer(
    customer: Customer, document_type: str, *, posting: bool = False, shipping: bool = False
) -> None:
    """Raises RecordRejected when the customer's block forbids the document, or posting or shipping it."""
    forbidden = {
        CustomerBlocked.NOT_BLOCKED: False,
        CustomerBlocked.ALL: True,
        CustomerBlocked.INVOICE: document_type in _SELLING,
        CustomerBlocked.SHIP: document_type in _SELLING if shipping else _not_posted(document_type, posting),
    }
    if forbidden[CustomerBlocked(customer.blocked)]:
        raise RecordRejected(
            table=TABLE,
            index=0,
            field="sell_to_customer_no",
            code="customer_blocked",
            params={"value": customer.no, "blocked": customer.get_blocked_display()},
        )


def _not_posted(document_type: str, posting: bool) -> bool:
    return document_type in _ORDERING and not posting


def add_party_values(row: dict[str, Any]) -> Customer:
    """Adds to a row what follows from its customers and contact and is not said by it; returns who buys."""
    customer = customer_of(row.get("sell_to_customer_no", ""))
    payer_no = row.get("bill_to_customer_no") or customer.no
    payer = customer if payer_no == customer.no else customer_of(payer_no, field="bill_to_customer_no")
    for defaults in (_from_contact(row, customer), _from_sell_to(customer), _from_bill_to(payer)):
        _add(row, defaults)
    row["bill_to_customer_no"] = payer.no
    _add(row, {f"ship_to_{name}": row[f"sell_to_{name}"] for name in _ADDRESS})
    _add(row, {"ship_to_name": row["sell_to_customer_name"], "ship_to_contact": row["sell_to_contact_name"]})
    return customer


def add_payer_values(row: dict[str, Any]) -> None:
    """Adds to a row what follows from the customer who pays."""
    _add(row, _from_bill_to(customer_of(row["bill_to_customer_no"], field="bill_to_customer_no")))


def add_contact_values(row: dict[str, Any], customer: Customer) -> None:
    """Adds name, phone and e-mail of the contact that a row names, as far as it does not say them itself."""
    _add(row, _from_contact(row, customer))


def blank_local_currency(row: dict[str, Any]) -> None:
    """Writes the local currency as what it is in a document: blank."""
    if row.get("currency_code") and row["currency_code"] == local_currency_code():
        row["currency_code"] = ""


def due_date(payment_terms_code: str, document_date: date) -> date:
    """Returns when an invoice of that date falls due; without payment terms, at once.

    Raises RecordRejected for payment terms whose formula cannot be read, or leads out of the calendar.
    """
    terms = PaymentTerms.objects.filter(code=payment_terms_code).first() if payment_terms_code else None
    if terms is None:
        return document_date
    try:
        return date_after(document_date, terms.due_date_calculation)
    except BeyondCalendar as error:
        raise RecordRejected(
            table=TABLE,
            index=0,
            field="document_date",
            code="no_due_date",
            params={"value": document_date.isoformat(), "terms": terms.code},
        ) from error
    except ValueError as error:
        raise RecordRejected(
            table=TABLE,
            index=0,
            field="payment_terms_code",
            code="invalid_date_formula",
            params={"value": terms.due_date_calculation, "terms": terms.code},
        ) from error


def _from_contact(row: Mapping[str, Any], customer: Customer) -> dict[str, Any]:
    no = row.get("sell_to_contact_no", customer.primary_contact_id or _company_contact(customer))
    contact = Contact.objects.filter(no=no).first() if no else None
    named = no == customer.primary_contact_id and customer.contact
    return {
        "sell_to_contact_no": no or "",
        "sell_to_contact_name": named or (contact.name if contact else customer.contact),
        "sell_to_phone_no": (contact.phone_no if contact else "") or customer.phone_no,
        "sell_to_e_mail": (contact.e_mail if contact else "") or customer.e_mail,
    }


def _company_contact(customer: Customer) -> str:
    return company_nos_of_customers([customer.no]).get(customer.no, "")


def _from_sell_to(customer: Customer) -> dict[str, Any]:
    values = record_values(customer)
    return {
        "sell_to_customer_name": customer.name,
        **{f"sell_to_{name}": values[name] for name in _ADDRESS},
        **{
            name: values[name] for name in ("salesperson_code", "shipment_method_code", "shipping_agent_code")
        },
    }


def _from_bill_to(customer: Customer) -> dict[str, Any]:
    values = record_values(customer)
    return {
        "bill_to_name": customer.name,
        **{f"bill_to_{name}": values[name] for name in _ADDRESS},
        **{name: values[name] for name in _TERMS},
    }


def _add(row: dict[str, Any], defaults: Mapping[str, Any]) -> None:
    for name, value in defaults.items():
        row.setdefault(name, value)
