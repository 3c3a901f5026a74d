"""Turns a value of one side into the value that the other side would hold. Pure."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from crm_integration.table_mapping.choices import meet_by_label, option_called, text_of_option
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.facts import CrmColumnFacts, ErpFieldFacts, Facts
from crm_integration.table_mapping.filter_values import INT_32
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.related import Reference, Related
from crm_integration.table_mapping.transformations import transformed
from crm_integration.table_mapping.units import UOM
from crm_integration.table_mapping.values import LookupValue, Value

COUNTRY = "country_region"
ACTIVE, BLOCKED = 0, 1


Turn = Callable[[Any], Value | Problem]
Converter = Callable[[Any, Mapping[str, Any]], Value | Problem]
NOTHING: Mapping[str, Any] = {}


def converter(*, row: FieldRow, to: Side, facts: Facts, related: Related, is_new: bool = False) -> Converter:
    """Returns what turns a value of the row into the one for the side ``to``, cut to its length.

    It takes the value and the ERP record that it belongs to, and answers a Problem for a value that has no
    counterpart. ``is_new``: the record of that side is only coming into being.
    """
    erp, crm = facts.erp[row.erp_field], facts.crm[row.crm_column]
    if to is Side.CRM and is_unit(row, facts):
        return lambda value, record: _unit_to_crm(str(value or ""), record, erp, related)
    if to is Side.ERP and is_new and is_unit(row, facts):
        return lambda value, record: _unit_to_new(value, erp, crm, related)
    turn = _to_crm(erp, crm, related) if to is Side.CRM else _to_erp(erp, crm, related)
    if not row.target_table and not row.transformation:
        return lambda value, record: turn(value)
    return lambda value, record: turn(_prepared(value, row))


def convert(
    value: Any,
    *,
    row: FieldRow,
    to: Side,
    facts: Facts,
    related: Related,
    record: Mapping[str, Any] = NOTHING,
) -> Value | Problem:
    """Returns one value for the side ``to``; who converts many keeps the converter."""
    return converter(row=row, to=to, facts=facts, related=related)(value, record)


def _prepared(value: Any, row: FieldRow) -> Any:
    if isinstance(value, LookupValue) and row.target_table and value.table != row.target_table:
        return None  # bound to a table that this row does not speak of
    return transformed(value, row.transformation) if row.transformation else value


def constant(row: FieldRow, facts: Facts) -> Value | Problem:
    """Returns a constant row's value in the type of the field or column it goes to."""
    if row.erp_field:
        return _typed_for_erp(row.constant_value, facts.erp[row.erp_field])
    column = facts.crm[row.crm_column]
    if column.type == "Boolean":
        return row.constant_value.lower() in ("1", "true")
    value = _typed_for_crm(row.constant_value, column)
    if isinstance(value, Problem) and column.options:
        return option_called(row.constant_value, column)
    return value


def is_reference(row: FieldRow, facts: Facts) -> bool:
    """Whether the row carries a reference from record to record, which goes through couplings."""
    if row.is_constant:
        return False
    return bool(facts.erp[row.erp_field].related_table) and facts.crm[row.crm_column].is_lookup


def is_unit(row: FieldRow, facts: Facts) -> bool:
    """Whether the row carries a unit of the very item or resource that the record is, or names."""
    if row.is_constant:
        return False
    return bool(facts.erp[row.erp_field].owner_field) and UOM in facts.crm[row.crm_column].targets


def is_option(row: FieldRow, facts: Facts) -> bool:
    """Whether the row carries a code that is an option of the CRM: it goes through couplings of options."""
    if row.is_constant:
        return False
    return _meets_options(facts.erp[row.erp_field], facts.crm[row.crm_column])


def _meets_options(erp: ErpFieldFacts, crm: CrmColumnFacts) -> bool:
    return bool(erp.related_table) and crm.type == "Picklist"


def _to_crm(erp: ErpFieldFacts, crm: CrmColumnFacts, related: Related) -> Turn:
    if crm.is_lookup:
        return lambda value: _reference_to_crm(str(value or ""), erp, crm, related)
    if _meets_options(erp, crm):
        return lambda value: _option_of(str(value or ""), erp, related)
    if _is_state(erp, crm):
        return lambda value: BLOCKED if value else ACTIVE
    if meet_by_label(erp, crm):
        return lambda value: option_called(str(value or ""), crm)
    if crm.is_text:
        return lambda value: None if _is_blank(value) else _cut(str(value), crm.max_length)
    return lambda value: None if _is_blank(value) else _typed_for_crm(value, crm)


def _is_state(erp: ErpFieldFacts, crm: CrmColumnFacts) -> bool:
    """Whether a mark such as *Blocked* meets a state: the CRM's 0 is active, whatever the others mean."""
    return erp.type == "boolean" and crm.type == "State"


def _is_blank(value: Any) -> bool:
    return value is None or value == ""


def _typed_for_crm(value: Any, crm: CrmColumnFacts) -> Value | Problem:
    try:
        if crm.type in ("Money", "Decimal", "Double"):
            return _number(value)
        if crm.type in ("Integer", "Picklist", "State", "Status"):
            return _whole(_number(value))
    except InvalidOperation:
        return _unfit(value, crm.name)
    return _known(value)


def _number(value: Any) -> Decimal:
    """Raises InvalidOperation for what is no number, and for those that no column holds."""
    number = Decimal(str(value))
    if not number.is_finite():
        raise InvalidOperation
    return number


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise InvalidOperation
    return int(number)


def _known(value: Any) -> Value:
    known: Value = value
    return known


def _reference_to_crm(
    code: str, erp: ErpFieldFacts, crm: CrmColumnFacts, related: Related
) -> LookupValue | Problem | None:
    reference = related.to_crm.get((erp.name, code))
    if reference is None:
        return None if not code else _missing(erp.name, erp.related_table or "", Reference(None, code))
    if isinstance(reference.value, LookupValue):
        return reference.value
    return None if not code else _missing(erp.name, erp.related_table or "", reference)


def _to_erp(erp: ErpFieldFacts, crm: CrmColumnFacts, related: Related) -> Turn:
    if crm.is_lookup:
        return lambda value: _reference_to_erp(value, erp, crm, related)
    if _meets_options(erp, crm):
        return lambda value: _code_of_option(int(value or 0), erp, crm, related)
    if _is_state(erp, crm):
        return lambda value: value is not None and int(value) != ACTIVE
    if meet_by_label(erp, crm):
        return lambda value: _said(text_of_option(value, erp, crm), erp)
    if erp.related_table == COUNTRY:
        return lambda value: _country(value, erp, related)
    return lambda value: _typed_for_erp(value, erp)


def _reference_to_erp(
    value: LookupValue | None, erp: ErpFieldFacts, crm: CrmColumnFacts, related: Related
) -> str | Problem:
    if value is None:
        return ""
    reference = related.to_erp.get((crm.name, value.id))
    if reference is None:
        return _missing(erp.name, value.table, Reference(None, str(value.id)))
    if reference.value is None:
        return _missing(erp.name, value.table, reference)
    return str(reference.value)


def _unit_to_crm(
    code: str, record: Mapping[str, Any], erp: ErpFieldFacts, related: Related
) -> LookupValue | Problem | None:
    """The unit of the record's own group; a blank code may stand for its base unit."""
    owner = str(record.get(erp.owner_field) or "")
    reference = related.to_crm.get((erp.name, code, owner))
    if reference is not None and isinstance(reference.value, LookupValue):
        return reference.value
    if reference is None and not code:
        return None
    return _missing(erp.name, erp.related_table or "", reference or Reference(None, f"{owner} {code}"))


def _unit_to_new(
    value: LookupValue | None, erp: ErpFieldFacts, crm: CrmColumnFacts, related: Related
) -> str | Problem:
    """A new record has no units that could be coupled: it is counted in the unit of the same name."""
    reference = related.to_erp.get((crm.name, value.id)) if value else None
    if reference is not None and reference.value is None and reference.for_new:
        return reference.for_new
    if reference is not None and reference.value is None:
        return Problem("unit_unknown", Cure.REJECTED, {"value": reference.label[:80]}, erp.name)
    return _reference_to_erp(value, erp, crm, related)


def _option_of(code: str, erp: ErpFieldFacts, related: Related) -> int | Problem | None:
    if not code:
        return None
    reference = related.to_crm.get((erp.name, code)) or Reference(None, code)
    if isinstance(reference.value, int):
        return reference.value
    return _missing(erp.name, erp.related_table or "", reference)


def _code_of_option(value: int, erp: ErpFieldFacts, crm: CrmColumnFacts, related: Related) -> str | Problem:
    """The value 0 is the blank one."""
    if not value:
        return ""
    reference = related.to_erp.get((crm.name, value)) or Reference(None, str(value))
    if isinstance(reference.value, str):
        return reference.value
    params = {"table": erp.related_table, "label": reference.label}
    return Problem("option_not_coupled", Cure.MISSING_COUPLING, params, erp.name, reference.awaited)


def _country(value: Any, erp: ErpFieldFacts, related: Related) -> str | Problem:
    text = str(value or "").strip()
    if not text:
        return ""
    code = related.understand_country(text)
    if code is None:
        return Problem("unknown_country", Cure.REJECTED, {"value": text[:80]}, erp.name)
    return code


def _said(text: str | Problem, erp: ErpFieldFacts) -> Value | Problem:
    return text if isinstance(text, Problem) else _typed_for_erp(text, erp)


def _typed_for_erp(value: Any, erp: ErpFieldFacts) -> Value | Problem:
    if erp.type in ("text", "option", "guid"):
        return _cut("" if value is None else str(value), erp.max_length)
    if erp.type == "code":
        return _cut("" if value is None else str(value).strip().upper(), erp.max_length)
    if erp.type == "boolean":
        return value is True or str(value).lower() in ("1", "true")
    if value is None and erp.type in ("decimal", "integer"):
        return Decimal(0)
    try:
        if erp.type == "integer":
            return _whole_of_erp(_number(value))
        return _number(value) if erp.type == "decimal" else _known(value)
    except InvalidOperation:
        return _unfit(value, erp.name)


def _whole_of_erp(number: Decimal) -> int:
    """Raises InvalidOperation for what the back office's whole numbers do not hold."""
    whole = _whole(number)
    if not INT_32.holds(whole):
        raise InvalidOperation
    return whole


def _cut(text: str, max_length: int | None) -> str:
    return text if max_length is None else text[:max_length].rstrip()


def _missing(field: str, table: str, reference: Reference) -> Problem:
    named = reference.awaited.table if reference.awaited else table
    return Problem(
        "must_be_coupled",
        Cure.MISSING_COUPLING,
        {"table": named, "record": reference.label},
        field,
        reference.awaited,
    )


def _unfit(value: Any, field: str) -> Problem:
    return Problem("value_not_fitting", Cure.REJECTED, {"value": str(value)[:80]}, field)
