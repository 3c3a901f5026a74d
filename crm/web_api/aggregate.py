"""Groups rows and counts, adds up or compares what is in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import (
    Aggregate,
    Avg,
    BooleanField,
    Case,
    Count,
    DecimalField,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Expression
from django.db.models.functions import Cast

from crm.metadata import Column
from crm.web_api.annotations import annotate
from crm.web_api.columns import column_of
from crm.web_api.joins import text_in_extra
from crm.web_api.rows import Placed, Row, RowReader
from crm.web_api.scope import Place, Scope
from odata.apply import AVERAGE, COUNT, COUNT_DISTINCT, MAX, MIN, SUM
from odata.errors import ODataError, bad_query
from odata.keyset import Key, ordering
from odata.prefer import Preferences
from odata.query import QueryOptions

MAX_ROWS: Final = 50_000
MAX_GROUPS: Final = 5_000
NUMBER: Final = Column("count", "Integer", attname="count")
COUNT_COLUMN: Final = "countcolumn"
_NUMBERS: Final = frozenset({"Integer", "BigInt", "Decimal", "Money", "Double"})
_METHODS: Final[Mapping[str, type[Aggregate]]] = {SUM: Sum, AVERAGE: Avg, MIN: Min, MAX: Max}
_TYPES_IN_EXTRA: Final[Mapping[str, Any]] = {
    "Edm.Int32": IntegerField,
    "Edm.Int64": IntegerField,
    "Edm.Decimal": lambda: DecimalField(max_digits=30, decimal_places=10),
    "Edm.Double": lambda: DecimalField(max_digits=30, decimal_places=10),
}


@dataclass(frozen=True)
class Measure:
    """What is computed of each group; ``name`` is its name in the answer."""

    expression: Aggregate
    column: Column
    name: str


def aggregate_rows(scope: Scope, options: QueryOptions, preferences: Preferences) -> list[Row]:
    """The rows of ``$apply``. Raises ODataError."""
    apply = options.apply
    assert apply is not None  # noqa: S101 the caller has seen it
    if apply.filter is not None:
        scope.where(apply.filter)
    groups = [_group(scope, path) for path in apply.groupby or ()]
    measures = []
    for item in apply.aggregates:
        before, _, name = item.path.rpartition("/")
        place = scope.place(before)
        column = column_of(name, place.table) if item.path else None
        measures.append(measure(scope, place, column, item.method, item.alias))
    order = _order(scope, options, apply.groupby or ())
    return grouped_rows(scope, groups, measures, preferences, order=order, top=options.top)


def grouped_rows(
    scope: Scope,
    groups: Sequence[Placed],
    measures: Sequence[Measure],
    preferences: Preferences,
    *,
    order: Sequence[Key] = (),
    top: int | None = None,
) -> list[Row]:
    """One row for each group, or one for all; ``order`` may name the measures by ``m0``, ``m1`` …"""
    check_number(scope.rows)
    outputs = [*groups, *(Placed(item.column, item.name, f"m{index}") for index, item in enumerate(measures))]
    reader = RowReader(scope.table, [], outputs=outputs, bare=True)
    expressions = {f"m{index}": item.expression for index, item in enumerate(measures)}
    rows = scope.rows.order_by()
    if groups:
        by = [path for group in groups for path in group.paths]
        rows = rows.values(*by).annotate(**expressions) if measures else rows.values(*by).distinct()
        limit = MAX_GROUPS if top is None else min(top, MAX_GROUPS)
        keys = order or [Key(path) for path in by]
        found = reader.read(rows.order_by(*ordering(keys))[:limit])
    else:
        values = rows.aggregate(**expressions)
        found = reader.made_of([[values[path] for path in reader.paths]])
    annotate(found, reader, preferences)
    return [row.json for row in found]


def check_number(rows: QuerySet[Any]) -> None:
    """Raises ODataError for more rows than Dataverse aggregates."""
    if rows.order_by()[: MAX_ROWS + 1].count() > MAX_ROWS:
        raise ODataError(
            400, "0x8004e023", "AggregateQueryRecordLimit exceeded. Cannot perform this operation."
        )


def _group(scope: Scope, path: str) -> Placed:
    before, _, name = path.rpartition("/")
    place = scope.place(before)
    column = column_of(name, place.table)
    if column.type == "DateTime":
        raise bad_query(f"groupby does not take days and moments such as '{name}'.")
    return group(scope, place, column, f"{place.table.logical_name}_{name}" if before else name)


def group(scope: Scope, place: Place, column: Column, name: str) -> Placed:
    """A column by which rows are grouped."""
    path = value_path(scope, place, column)
    type_path = scope.path(place, column.type_attname) if column.type_attname else ""
    return Placed(_plain(column), name, path, type_path)


def value_path(scope: Scope, place: Place, column: Column) -> str:
    """The ORM path of the value in its own type, also of a column in ``extra``."""
    if not column.in_extra:
        return scope.path(place, column.attname)
    name = f"{place.prefix}{column.logical_name}_value"
    if name not in scope.rows.query.annotations:
        scope.annotate(name, _from_extra(scope, place, column))
    return name


def _from_extra(scope: Scope, place: Place, column: Column) -> Expression:
    text = text_in_extra(place.table, column, scope.alias(place))
    kind = _TYPES_IN_EXTRA.get(column.edm_type)
    if kind is not None:
        return Cast(text, kind())
    if column.type == "Boolean":
        scope.annotate(f"{place.prefix}{column.logical_name}_text", text)
        is_true = Q((f"{place.prefix}{column.logical_name}_text", "true"))
        return Case(When(is_true, then=Value(True)), output_field=BooleanField())
    return text


def _plain(column: Column) -> Column:
    """A column in ``extra`` as if it were stored, since its value was taken out."""
    if not column.in_extra:
        return column
    kind = "String" if column.type == "DateTime" or column.is_lookup else column.type
    return replace(column, attname=column.logical_name, type=kind)


def measure(scope: Scope, place: Place, column: Column | None, method: str, name: str) -> Measure:
    """Raises ODataError if the method does not fit the column. Amounts are meant in the base currency."""
    if column is None or method == COUNT:
        return Measure(Count("pk"), NUMBER, name)
    if method in (COUNT_DISTINCT, COUNT_COLUMN):
        return Measure(
            Count(value_path(scope, place, column), distinct=method == COUNT_DISTINCT), NUMBER, name
        )
    column = place.table.columns.get(f"{column.logical_name}_base", column)
    is_moment = column.type == "DateTime" and method in (MIN, MAX)
    if column.type not in _NUMBERS and not is_moment:
        raise bad_query(f"The method '{method}' does not fit the type of '{column.logical_name}'.")
    result = replace(_plain(column), options={})
    if method == AVERAGE and result.type in ("Integer", "BigInt"):
        result = replace(result, type="Decimal", precision=2)
    return Measure(_METHODS[method](value_path(scope, place, column)), result, name)


def _order(scope: Scope, options: QueryOptions, groupby: Sequence[str]) -> list[Key]:
    for order in options.orderby:
        if order.path not in groupby:
            raise bad_query("The query node SingleValueOpenPropertyAccess is not supported.")
    keys = []
    for order in options.orderby:
        before, _, name = order.path.rpartition("/")
        place = scope.place(before)
        path = value_path(scope, place, column_of(name, place.table))
        keys.append(Key(path, order.descending))
    return keys
