"""Turns values that were handed in into values as they are stored, or rejects them.

Codes are trimmed and upper-cased, texts lose trailing blanks, decimals are rounded to the field's places.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from erp.models.fields import normalised_code
from erp.operations.errors import RecordRejected
from erp.operations.field_rules import rule_of
from erp.queries.table_fields import ErpField, model_of, table_fields

Reject = Callable[..., RecordRejected]


def clean_rows(*, table: str, rows: Any) -> list[dict[str, Any]]:
    """Returns the rows with clean values by field name; a blank reference is ``""``.

    Raises RecordRejected for the first value that cannot be stored.
    """
    return [_clean_row(table, index, row) for index, row in enumerate(rows)]


def _clean_row(table: str, index: int, row: Mapping[str, Any]) -> dict[str, Any]:
    fields = table_fields(table)
    cleaned = {}
    for name, value in row.items():
        reject = partial(RecordRejected, table=table, index=index, field=name)
        field = fields.get(name)
        if field is None:
            raise reject(code="unknown_field")
        if not field.editable:
            raise reject(code="not_editable")
        cleaned[name] = _CLEANERS[field.type](table, field, value, reject)
        rule = rule_of(table, name)
        if rule and (complaint := rule(cleaned[name])):
            raise reject(code=complaint.code, params=complaint.params)
    return cleaned


def _clean_text(table: str, field: ErpField, value: Any, reject: Reject) -> str:
    text = _text(value, reject).rstrip()
    return _fitting(field, text, reject)


def _clean_code(table: str, field: ErpField, value: Any, reject: Reject) -> str:
    code = normalised_code(_text(value, reject))
    return _fitting(field, code, reject)


def _fitting(field: ErpField, text: str, reject: Reject) -> str:
    if field.max_length is not None and len(text) > field.max_length:
        raise reject(
            code="too_long",
            params={"max_length": field.max_length, "length": len(text), "value": text[:40]},
        )
    return text


def _text(value: Any, reject: Reject) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise reject(code="invalid_value", params={"value": str(value)[:40]})
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise reject(code="invalid_characters") from error
    if "\x00" in value:
        raise reject(code="invalid_characters")
    return value


def _clean_option(table: str, field: ErpField, value: Any, reject: Reject) -> str:
    option = _text(value, reject).strip().lower()
    if option not in field.options:
        raise reject(
            code="invalid_option",
            params={"value": option[:40], "options": ", ".join(filter(None, field.options))},
        )
    return option


def _clean_decimal(table: str, field: ErpField, value: Any, reject: Reject) -> Decimal:
    model_field: Any = model_of(table)._meta.get_field(field.name)
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise reject(code="invalid_value", params={"value": str(value)[:40]}) from error
    if not number.is_finite():
        raise reject(code="invalid_value", params={"value": str(value)[:40]})
    if number.adjusted() >= model_field.max_digits - model_field.decimal_places:
        raise reject(code="too_large", params={"value": str(value)[:40]})
    # Adding zero makes a rounded -0 a plain 0.
    return number.quantize(Decimal(1).scaleb(-model_field.decimal_places), ROUND_HALF_UP) + 0


def _clean_integer(table: str, field: ErpField, value: Any, reject: Reject) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise reject(code="invalid_value", params={"value": str(value)[:40]})
    if value < 0:
        raise reject(code="negative", params={"value": value})
    if value > 2_147_483_647:
        raise reject(code="too_large", params={"value": value})
    return value


def _clean_boolean(table: str, field: ErpField, value: Any, reject: Reject) -> bool:
    if not isinstance(value, bool):
        raise reject(code="invalid_value", params={"value": str(value)[:40]})
    return value


def _clean_date(table: str, field: ErpField, value: Any, reject: Reject) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        parsed = parse_date(value) if isinstance(value, str) else None
    except ValueError:
        parsed = None
    if parsed is None:
        raise reject(code="invalid_value", params={"value": str(value)[:40]})
    return parsed


def _clean_datetime(table: str, field: ErpField, value: Any, reject: Reject) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        moment = parse_datetime(value) if isinstance(value, str) else value
    except ValueError:
        moment = None
    if not isinstance(moment, datetime) or timezone.is_naive(moment):
        raise reject(code="invalid_value", params={"value": str(value)[:40]})
    return moment


_CLEANERS: dict[str, Callable[[str, ErpField, Any, Reject], Any]] = {
    "code": _clean_code,
    "text": _clean_text,
    "option": _clean_option,
    "decimal": _clean_decimal,
    "integer": _clean_integer,
    "boolean": _clean_boolean,
    "date": _clean_date,
    "datetime": _clean_datetime,
}
