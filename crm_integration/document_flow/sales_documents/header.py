"""The header of an order or a quote. Source: SD 1.3, SD 2."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from crm_integration.document_flow.sales_documents.crm_document import ORDER, CrmDocument
from crm_integration.document_flow.sales_documents.customer import customer_no
from crm_integration.document_flow.sales_documents.facts import DocumentRefused, Facts
from crm_integration.document_flow.sales_documents.obstacles import Obstacles
from crm_integration.table_mapping.problem import Cure, Problem

# The CRM's column of an address, and what follows the prefix in the back office.
ADDRESS: Mapping[str, str] = {
    "line1": "address",
    "line2": "address_2",
    "postalcode": "post_code",
    "city": "city",
    "country": "country_region_code",
    "stateorprovince": "county",
}
PREFIXES: Mapping[str, str] = {"billto": "bill_to", "shipto": "ship_to"}
# The column of the document, and the column of accounts whose options mean the same codes.
OPTIONS: Mapping[str, tuple[str, str]] = {
    "shippingmethodcode": ("address1_shippingmethodcode", "shipping_agent_code"),
    "paymenttermscode": ("paymenttermscode", "payment_terms_code"),
    "freighttermscode": ("address1_freighttermscode", "shipment_method_code"),
}
Values = dict[str, Any]


def header_of(document: CrmDocument, facts: Facts, obstacles: Obstacles) -> Values:
    """Returns values for the operations of the back office; what is not in them stays the customer's own.

    Texts are cut to the lengths of the back office's fields. What stands in the way is noted.
    """
    values: Values = {}
    with obstacles.noted():
        values["sell_to_customer_no"] = customer_no(document, facts)
    with obstacles.noted():
        values["currency_code"] = _currency_code(document, facts)
    values |= {
        "your_reference": document.number,
        "external_document_no": document.text("name"),
        "prices_including_vat": False,  # the CRM keeps taxes apart
        "work_description": str(document.values.get("description") or ""),
        **_addresses(document, facts, obstacles),
        **_codes(document, facts),
        **(_of_order(document) if document.table == ORDER else _of_quote(document)),
    }
    discount = invoice_discount(document)
    if discount:
        values["invoice_discount_amount"] = discount
    return {name: _cut(value, facts.lengths.get(name)) for name, value in values.items()}


def invoice_discount(document: CrmDocument) -> Decimal:
    """What the CRM takes off the sum of the lines: its amount and its percentage together. Source: SD 1.5."""
    if not document.amount("discountamount") and not document.amount("discountpercentage"):
        return Decimal(0)
    return document.amount("totallineitemamount") - document.amount("totalamountlessfreight")


def _of_order(document: CrmDocument) -> Values:
    """The percentage is a payment discount besides, as in the modelled product (SD 10.4)."""
    values: Values = {"payment_discount_percent": document.amount("discountpercentage")}
    requested = _day(document, "requestdeliveryby")
    return {**values, "requested_delivery_date": requested} if requested else values


def _of_quote(document: CrmDocument) -> Values:
    until = _day(document, "effectiveto")
    return {"quote_valid_until_date": until} if until else {}


def _day(document: CrmDocument, column: str) -> date | None:
    moment = document.moment(column)
    return moment.date() if moment else document.values.get(column) or None


def _currency_code(document: CrmDocument, facts: Facts) -> str:
    """Blank for the local currency, and where the document names none."""
    lookup = document.lookup("transactioncurrencyid")
    if lookup is None:
        return ""
    code = facts.currencies.get(lookup.id)
    if code is None:
        raise DocumentRefused(
            Problem("document_currency_missing", Cure.REJECTED, field="transactioncurrencyid")
        )
    if code == facts.local_currency:
        return ""
    if code not in facts.currency_codes:
        raise DocumentRefused(
            Problem("document_currency_unknown", Cure.CONFIGURATION, {"value": code}, "transactioncurrencyid")
        )
    return code


def _addresses(document: CrmDocument, facts: Facts, obstacles: Obstacles) -> Values:
    """An address counts as a whole: once one of its columns is filled, all six are taken, blank ones too."""
    values: Values = {}
    for theirs, ours in PREFIXES.items():
        texts = {name: document.text(f"{theirs}_{column}") for column, name in ADDRESS.items()}
        if not any(texts.values()):
            continue
        with obstacles.noted():
            texts["country_region_code"] = _country(texts["country_region_code"], facts, f"{theirs}_country")
        values |= {f"{ours}_{name}": text for name, text in texts.items()}
    return values


def _country(text: str, facts: Facts, field: str) -> str:
    if not text:
        return ""
    code = facts.understand_country(text)
    if code is None:
        raise DocumentRefused(Problem("unknown_country", Cure.REJECTED, {"value": text[:80]}, field))
    return code


def _codes(document: CrmDocument, facts: Facts) -> Values:
    """An option that stands for no code leaves what the customer has."""
    found: Values = {}
    for column, (of_account, field) in OPTIONS.items():
        option = document.values.get(column)
        code = facts.options.get((of_account, option)) if isinstance(option, int) else None
        if code:
            found[field] = code
    return found


def _cut(value: Any, length: int | None) -> Any:
    return value[:length].rstrip() if isinstance(value, str) and length else value
