"""What single fields demand of a value beyond their type and length, as Business Central validates them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


@dataclass(frozen=True)
class Complaint:
    """Why a value is not acceptable."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


Rule = Callable[[Any], Complaint | None]


def _e_mail(value: str) -> Complaint | None:
    """Blank, or one or more addresses with semicolons between them."""
    addresses = [address.strip() for address in value.split(";")] if value else []
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            return Complaint("invalid_email", {"value": address or value})
    return None


def _phone_no(value: str) -> Complaint | None:
    return Complaint("letters_in_phone", {"value": value}) if re.search("[A-Za-z]", value) else None


def _not_negative(value: Any) -> Complaint | None:
    return Complaint("negative", {"value": _plain(value)}) if value < 0 else None


def _positive(value: Any) -> Complaint | None:
    return None if value > 0 else Complaint("not_positive", {"value": _plain(value)})


def _percentage(value: Any) -> Complaint | None:
    return None if 0 <= value <= 100 else Complaint("no_percentage", {"value": _plain(value)})


def _plain(value: Any) -> str:
    return f"{Decimal(value).normalize():f}"


def _required(value: Any) -> Complaint | None:
    return Complaint("required") if value in ("", None) else None


def _iso_code(length: int) -> Rule:
    def check(value: str) -> Complaint | None:
        if not value or re.fullmatch(f"[A-Z]{{{length}}}", value):
            return None
        return Complaint("invalid_iso_code", {"value": value, "length": length})

    return check


_BY_FIELD: dict[str, Rule] = {
    "e_mail": _e_mail,
    "e_mail_2": _e_mail,
    "credit_limit_lcy": _not_negative,
    "estimated_value_lcy": _not_negative,
    "probability_percent": _percentage,
    "amount_rounding_precision": _positive,
    "unit_amount_rounding_precision": _positive,
    "exchange_rate_amount": _positive,
    "relational_exch_rate_amount": _positive,
    "increment_by_no": _positive,
    "starting_no": _required,
    "qty_per_unit_of_measure": _positive,
    "gross_weight": _not_negative,
    "net_weight": _not_negative,
    "unit_volume": _not_negative,
    "capacity": _not_negative,
    "vat_percent": _percentage,
    "line_discount_percent": _percentage,
    "payment_discount_percent": _percentage,
    "invoice_discount_amount": _not_negative,
    "qty_to_ship": _not_negative,
    "qty_to_invoice": _not_negative,
}
_BY_TABLE_AND_FIELD: dict[tuple[str, str], Rule] = {
    ("customer", "phone_no"): _phone_no,
    ("customer", "mobile_phone_no"): _phone_no,
    ("contact", "phone_no"): _phone_no,
    ("contact", "mobile_phone_no"): _phone_no,
    ("currency", "iso_code"): _iso_code(3),
    ("country_region", "iso_code"): _iso_code(2),
    ("currency_exchange_rate", "starting_date"): _required,
    ("currency_exchange_rate", "currency_code"): _required,
    ("post_code", "city"): _required,
    ("item", "unit_price"): _not_negative,
    ("item", "unit_cost"): _not_negative,
    ("resource", "unit_price"): _not_negative,
    ("resource", "unit_cost"): _not_negative,
    ("sales_price", "unit_price"): _not_negative,
    ("sales_price", "minimum_quantity"): _not_negative,
    ("sales_line", "quantity"): _not_negative,
    ("item_journal_line", "quantity"): _positive,
    ("item_journal_line", "posting_date"): _required,
    ("item_journal_line", "document_no"): _required,
}


def rule_of(table: str, field_name: str) -> Rule | None:
    """Returns the rule of a field, if it has one."""
    return _BY_TABLE_AND_FIELD.get((table, field_name)) or _BY_FIELD.get(field_name)
