"""The FastTabs of a sales document's card: which fields stand where, and which only some kinds have."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from erp.models import SalesDocumentType

_ADDRESS: Final = ("address", "address_2", "post_code", "city", "county", "country_region")
SUMS: Final = ("subtotal", "total_excl_vat", "total_vat", "total_incl_vat")
ONLY_OF: Final[Mapping[str, frozenset[str]]] = {
    "quote_valid_until_date": frozenset({SalesDocumentType.QUOTE}),
    "order_date": frozenset({SalesDocumentType.QUOTE, SalesDocumentType.ORDER}),
    "requested_delivery_date": frozenset({SalesDocumentType.QUOTE, SalesDocumentType.ORDER}),
    "quote_no": frozenset({SalesDocumentType.ORDER}),
    "last_shipping_no": frozenset({SalesDocumentType.ORDER}),
    "last_posting_no": frozenset({SalesDocumentType.ORDER}),
    "posting_date": frozenset(set(SalesDocumentType) - {SalesDocumentType.QUOTE}),
}


def _tab(*lines: tuple[str, ...]) -> dict[str, Any]:
    return {"classes": ["collapse"], "fields": list(lines)}


GENERAL: Final = (
    _("General"),
    _tab(
        ("no", "external_document_no"),
        ("sell_to_customer", "your_reference"),
        ("sell_to_customer_name", "document_date"),
        ("sell_to_contact", "order_date"),
        ("sell_to_contact_name", "posting_date"),
        ("salesperson", "requested_delivery_date"),
        ("quote_valid_until_date", "quote_no"),
    ),
)
TOTALS: Final = (
    _("Totals"),
    _tab(("subtotal", "total_vat"), ("invoice_discount_amount", "total_incl_vat"), ("total_excl_vat",)),
)
_SELL_TO: Final = (
    _("Sell-to address"),
    _tab(
        *(
            (f"sell_to_{left}", f"sell_to_{right}")
            for left, right in zip(_ADDRESS[:3], _ADDRESS[3:], strict=True)
        ),
        ("sell_to_phone_no", "sell_to_e_mail"),
    ),
)
_INVOICE: Final = (
    _("Invoice Details"),
    _tab(
        ("currency", "prices_including_vat"),
        ("payment_terms", "vat_bus_posting_group"),
        ("due_date", "customer_price_group"),
        ("payment_discount_percent", "last_posting_no"),
    ),
)
_SHIPPING: Final = (
    _("Shipping and Billing"),
    _tab(
        ("ship_to_name", "bill_to_customer"),
        ("ship_to_contact", "bill_to_name"),
        *((f"ship_to_{name}", f"bill_to_{name}") for name in _ADDRESS),
        ("shipment_method", "shipping_agent"),
        ("shipment_date", "last_shipping_no"),
    ),
)
_WORK: Final = (_("Work Description"), _tab(("work_description",)))
FAST_TABS: Final[Any] = (GENERAL, TOTALS, _WORK, _INVOICE, _SHIPPING, _SELL_TO)
FACTS: Final = {
    _("General"): ["sell_to_customer_name", "external_document_no"],
    _("Invoice Details"): ["currency", "payment_terms", "due_date"],
    _("Shipping and Billing"): ["ship_to_name", "ship_to_city", "shipping_agent"],
    _("Sell-to address"): ["sell_to_city", "sell_to_e_mail"],
}
OF_THE_OPERATIONS: Final = ("quote_no", "last_shipping_no", "last_posting_no", *SUMS)


def posted_tabs(origin: tuple[str, ...]) -> list[Any]:
    """The FastTabs of a posted document; ``origin`` are the fields that say what it comes from."""
    label, tab = GENERAL
    first = [line for line in tab["fields"] if "quote_no" not in line]
    return [(label, {**tab, "fields": [*first, origin]}), *FAST_TABS[1:]]


def unknown_to(document_type: str, *, is_new: bool) -> set[str]:
    """The fields that a document of this type does not have, or not before it is saved."""
    foreign = {name for name, types in ONLY_OF.items() if document_type not in types}
    return foreign | {"no", *OF_THE_OPERATIONS} if is_new else foreign
