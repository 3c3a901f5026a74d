"""Says what is wrong with a mapping before it is used: unknown names, types that do not meet. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from crm_integration.synch_engine.filter import column_of
from crm_integration.table_mapping.constants import unfitness_of_constant
from crm_integration.table_mapping.conversion import is_option, is_reference, is_unit
from crm_integration.table_mapping.declaration import FieldRow, TableMapping
from crm_integration.table_mapping.direction import Direction, Side
from crm_integration.table_mapping.facts import CrmColumnFacts, ErpFieldFacts, Facts
from crm_integration.table_mapping.filter_values import RANGES, Kind, Range, fitting, kind_of
from crm_integration.table_mapping.filters import (
    NEED_VALUE,
    ORDERING,
    SEARCHING,
    WITHOUT_VALUE,
    Comparison,
    comparisons_of,
)
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.transformations import TRANSFORMATIONS
from crm_integration.table_mapping.units import UNIT_GROUP, UNITS_OF

NUMBERS = ("Money", "Decimal", "Double", "Integer", "BigInt")
CRM_TYPES_OF = {
    "text": ("String", "Memo", "EntityName", "Picklist"),
    "code": ("String", "Memo", "Picklist"),
    "option": ("String", "Memo", "Picklist", "State", "Status"),
    "decimal": NUMBERS,
    "integer": NUMBERS,
    "boolean": ("Boolean",),
    "date": ("DateTime",),
    "datetime": ("DateTime",),
    "guid": ("Uniqueidentifier",),
}


def check_mapping(
    mapping: TableMapping, *, facts: Facts, mappings: Mapping[str, TableMapping]
) -> list[Problem]:
    """Returns every mistake; ``mappings`` are all that references and dependencies may name."""
    rows = [problem for row in mapping.fields for problem in _row(row, mapping, facts, mappings)]
    return [
        *_filters(mapping, facts),
        *(rows or _claimed_twice(mapping)),
        *_nothing_to_transfer(mapping),
        *_one_way(mapping),
        *_cycle(mapping, mappings),
    ]


def _filters(mapping: TableMapping, facts: Facts) -> Iterator[Problem]:
    for part in comparisons_of(mapping.erp_filter):
        if part.field not in facts.erp:
            yield _wrong("unknown_erp_field", part.field, table=mapping.erp_table)
        else:
            yield from _comparison(part, facts.erp[part.field].type)
    for part in comparisons_of(mapping.crm_filter):
        if column_of(part.field, facts) not in facts.crm:
            yield _wrong("unknown_crm_column", part.field, table=mapping.crm_table)
        else:
            known = facts.crm.get(part.field)
            yield from _comparison(part, known.type if known else "")


def _comparison(part: Comparison, type_name: str) -> Iterator[Problem]:
    """Both systems order texts in ways of their own, so that a filter does not."""
    kind = kind_of(type_name)
    is_text = kind is Kind.TEXT
    if part.operator in NEED_VALUE and part.value in (None, ""):
        yield _wrong("filter_value_missing", part.field)
    elif (part.operator in ORDERING and (is_text or kind is Kind.ID)) or (
        part.operator in SEARCHING and not is_text
    ):
        yield _wrong("filter_operator_not_fitting", part.field)
    elif part.operator not in WITHOUT_VALUE:
        yield from _values(part, kind, RANGES.get(type_name))


def _values(part: Comparison, kind: Kind, bounds: Range | None) -> Iterator[Problem]:
    values = part.value if part.operator == "in" else (part.value,)
    if not values or not all(_is_fitting(value, kind) for value in values):
        yield _wrong("filter_value_not_fitting", part.field)
    elif bounds and not all(bounds.holds(value) for value in values):
        code = "filter_value_not_whole_or_out_of_range" if bounds.is_whole else "filter_value_out_of_range"
        yield _wrong(code, part.field, low=bounds.low, high=bounds.high)


def _is_fitting(value: Any, kind: Kind) -> bool:
    try:
        fitting(value, kind)
    except ValueError:
        return False
    return True


def _row(
    row: FieldRow, mapping: TableMapping, facts: Facts, mappings: Mapping[str, TableMapping]
) -> Iterator[Problem]:
    if row.erp_field and row.erp_field not in facts.erp:
        yield _wrong("unknown_erp_field", row.erp_field, table=mapping.erp_table)
        return
    if row.crm_column and row.crm_column not in facts.crm:
        yield _wrong("unknown_crm_column", row.crm_column, table=mapping.crm_table)
        return
    yield from _flags(row)
    if row.is_constant:
        yield from _constant(row, facts)
        return
    if row.is_enabled and not mapping.allows(row.direction):
        yield _wrong("direction_not_of_mapping", row.erp_field)
    yield from _may_be_written(row, facts)
    if row.is_enabled:
        yield from _types(row, mapping, facts, mappings)


def _may_be_written(row: FieldRow, facts: Facts) -> Iterator[Problem]:
    """A row writes again and again: what can be given once only, or is kept by a system, is no target."""
    erp, crm = facts.erp.get(row.erp_field), facts.crm.get(row.crm_column)
    if crm is not None and row.direction.reaches_crm:
        if crm.read_only:
            yield _wrong("crm_column_read_only", row.crm_column)
        elif crm.only_on:
            yield _wrong(f"crm_column_only_on_{crm.only_on}", row.crm_column)
    if erp is not None and row.direction.reaches_erp and erp.read_only:
        yield _wrong("erp_field_read_only", row.erp_field)


def _flags(row: FieldRow) -> Iterator[Problem]:
    if row.transformation and row.transformation not in TRANSFORMATIONS:
        yield _wrong("unknown_transformation", row.transformation)
    if row.not_null and row.clear_value_on_failed_synch:
        yield _wrong("not_null_excludes_clear_value", row.erp_field)


def _constant(row: FieldRow, facts: Facts) -> Iterator[Problem]:
    name = row.erp_field or row.crm_column
    if not name:
        yield _wrong("row_without_field", "")
        return
    if not row.constant_value:
        yield _wrong("constant_missing", name)
        return
    expected = Direction.FROM_INTEGRATION_TABLE if row.erp_field else Direction.TO_INTEGRATION_TABLE
    if row.direction is not expected:
        yield _wrong("constant_in_wrong_direction", name)
    if refused := list(_may_be_written(row, facts)):
        yield from refused
        return
    wrong = unfitness_of_constant(row, facts)
    if wrong:
        yield _wrong(wrong, name, value=row.constant_value[:80])


def _types(
    row: FieldRow, mapping: TableMapping, facts: Facts, mappings: Mapping[str, TableMapping]
) -> Iterator[Problem]:
    erp, crm = facts.erp[row.erp_field], facts.crm[row.crm_column]
    if is_reference(row, facts):
        if row.target_table and row.target_table not in crm.targets:
            yield _wrong("lookup_target_unknown", row.crm_column, table=row.target_table)
        elif not row.is_fixed and not _is_mapped(_meant_table(row, mapping, facts), crm.targets, mappings):
            yield _wrong("tables_not_mapped", row.erp_field, erp=erp.related_table, crm=row.crm_column)
    elif is_option(row, facts):
        yield from _options(row, mapping, erp.related_table or "", mappings)
    elif erp.type == "boolean" and crm.type == "State":
        if row.key != mapping.state_row:
            yield _wrong("types_do_not_meet", row.erp_field, erp=erp.type, crm=crm.type)
    elif crm.is_lookup or crm.type not in CRM_TYPES_OF.get(erp.type, ()):
        yield _wrong("types_do_not_meet", row.erp_field, erp=erp.type, crm=crm.type)
    else:
        yield from _dates(erp, crm)


def _dates(erp: ErpFieldFacts, crm: CrmColumnFacts) -> Iterator[Problem]:
    """A moment falls on different dates in different places, and a date is no moment."""
    if erp.type == "date" and not crm.is_date:
        yield _wrong("moment_is_no_date", erp.name, column=crm.name)
    if erp.type == "datetime" and crm.is_date:
        yield _wrong("date_is_no_moment", erp.name, column=crm.name)


def _meant_table(row: FieldRow, mapping: TableMapping, facts: Facts) -> str:
    """A unit of measure means, where units go by unit groups, one of the units of the item or resource."""
    if is_unit(row, facts):
        return UNITS_OF[mapping.erp_table].units
    return facts.erp[row.erp_field].related_table or ""


def _is_mapped(erp_table: str, targets: tuple[str, ...], mappings: Mapping[str, TableMapping]) -> bool:
    return any(known.erp_table == erp_table and known.crm_table in targets for known in mappings.values())


def _options(
    row: FieldRow, mapping: TableMapping, erp_table: str, mappings: Mapping[str, TableMapping]
) -> Iterator[Problem]:
    """Codes are options of the columns of their option mapping, under values that no other column knows."""
    offered = {
        pair
        for known in mappings.values()
        if known.is_option_mapping and known.erp_table == erp_table
        for pair in _columns_of_options(known)
    }
    if not offered:
        yield _wrong("tables_not_mapped", row.erp_field, erp=erp_table, crm=row.crm_column)
    elif (mapping.crm_table, row.crm_column) not in offered:
        yield _wrong("options_of_another_column", row.erp_field, column=row.crm_column)


def _columns_of_options(mapping: TableMapping) -> Iterator[tuple[str, str]]:
    yield mapping.crm_table, mapping.option_column
    yield from ((same.table, same.column) for same in mapping.same_options)


def _claimed_twice(mapping: TableMapping) -> Iterator[Problem]:
    """Two rows do not write one field. What a one-way row writes is its own: no other row uses it."""
    for side in Side:
        rows: dict[str, list[FieldRow]] = {}
        for row in mapping.rows:
            rows.setdefault(row.name_on(side), []).append(row)
        for name, same in rows.items():
            writers = [row for row in same if row.reaches(side)]
            is_owned = any(row.direction is not Direction.BIDIRECTIONAL for row in writers)
            if name and (len(writers) > 1 or (is_owned and len(same) > 1)):
                yield _wrong("field_claimed_twice", name, side=side.value)


def _nothing_to_transfer(mapping: TableMapping) -> Iterator[Problem]:
    if not mapping.rows:
        yield _wrong("no_field_rows", "", mapping=mapping.name)


def _one_way(mapping: TableMapping) -> Iterator[Problem]:
    """The ERP decides which options there are, and which unit groups: these go one way."""
    if mapping.direction is Direction.TO_INTEGRATION_TABLE:
        return
    if mapping.is_option_mapping:
        yield _wrong("option_mapping_one_way", "", mapping=mapping.name)
    elif mapping.erp_table == UNIT_GROUP:
        yield _wrong("unit_groups_one_way", "", mapping=mapping.name)


def _cycle(mapping: TableMapping, mappings: Mapping[str, TableMapping]) -> Iterator[Problem]:
    seen, waiting = set[str](), list(mapping.depends_on)
    while waiting:
        name = waiting.pop()
        if name == mapping.name:
            yield _wrong("dependency_cycle", "", mapping=mapping.name)
            return
        if name not in seen and name in mappings:
            seen.add(name)
            waiting += mappings[name].depends_on


def _wrong(code: str, field: str, **params: object) -> Problem:
    return Problem(code, Cure.CONFIGURATION, {"name": field, **params}, field)
