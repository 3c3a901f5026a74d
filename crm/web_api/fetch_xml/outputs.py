"""What a FetchXML query returns: columns under their names, groups and what is computed of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Case, IntegerField, Value, When
from django.db.models.functions import (
    ExtractDay,
    ExtractMonth,
    ExtractQuarter,
    ExtractWeek,
    ExtractYear,
)

from crm.metadata import Column, Table
from crm.web_api.aggregate import COUNT_COLUMN, NUMBER, Measure, group, measure
from crm.web_api.columns import column_of
from crm.web_api.fetch_xml.query import Attribute, Entity, Fetch, Order
from crm.web_api.fetch_xml.scope import FetchScope
from crm.web_api.formatted import labels
from crm.web_api.rows import Placed, placed
from crm.web_api.scope import Place, is_nullable
from odata.apply import AVERAGE, COUNT, COUNT_DISTINCT, MAX, MIN, SUM
from odata.errors import ODataError, bad_query
from odata.keyset import Key

_METHODS: Final = {
    "sum": SUM,
    "avg": AVERAGE,
    "min": MIN,
    "max": MAX,
    "count": COUNT,
    "countcolumn": COUNT_COLUMN,
}
_PARTS_OF_DATE: Final[Mapping[str, Callable[[str], Any]]] = {
    "day": ExtractDay,
    "week": ExtractWeek,
    "month": ExtractMonth,
    "quarter": ExtractQuarter,
    "year": ExtractYear,
}


def entities_of(entity: Entity, scope: FetchScope) -> Iterator[tuple[Entity, Place, str]]:
    """The main entity and all that are joined, each with its place and its alias."""
    yield entity, scope.main, ""
    yield from _linked(entity, scope)


def _linked(entity: Entity, scope: FetchScope) -> Iterator[tuple[Entity, Place, str]]:
    for link in entity.links:
        if link.kind.is_joined:
            yield link.entity, scope.places[link.alias], link.alias
            yield from _linked(link.entity, scope)


def outputs_of(fetch: Fetch, scope: FetchScope) -> list[Placed]:
    """The columns of the rows. Raises ODataError."""
    found = [
        _output(attribute, place, alias, scope)
        for entity, place, alias in entities_of(fetch.entity, scope)
        for attribute in _attributes(entity, place.table)
    ]
    names = [item.name for item in found]
    if len(set(names)) < len(names):
        raise bad_query("Two attributes of the query have the same name.")
    return found


def _attributes(entity: Entity, table: Table) -> Sequence[Attribute]:
    if entity.attributes is not None:
        return entity.attributes
    return [Attribute(column.logical_name) for column in table.properties.values()]


def _output(attribute: Attribute, place: Place, alias: str, scope: FetchScope) -> Placed:
    column = column_of(attribute.name, place.table, logical=True)
    name = attribute.alias or (f"{alias}.{column.logical_name}" if alias else column.property_name)
    return placed(column, place.table, name=name, at=lambda attname: scope.path(place, attname))


def sort_keys(fetch: Fetch, scope: FetchScope) -> list[Key]:
    """The order, first that of the main entity. Options are put in order by their labels."""
    keys = []
    for entity, place, _ in entities_of(fetch.entity, scope):
        for order in entity.orders:
            at = scope.place(order.entity) if order.entity else place
            column = column_of(order.attribute, at.table, logical=True)
            nullable = bool(at.alias) or is_nullable(at.table, column)
            keys.append(Key(_order_path(at, column, scope), order.descending, nullable))
    return keys


def _order_path(place: Place, column: Column, scope: FetchScope) -> str:
    if not column.options:
        return scope.order_path(place, column)
    field = scope.field_at(place, column)
    ranked = sorted(labels(column).items(), key=lambda item: item[1].casefold())
    name = f"{place.prefix}{column.logical_name}_label"
    if name not in scope.rows.query.annotations:
        ranks = [When(**{field.path: value}, then=Value(rank)) for rank, (value, _) in enumerate(ranked)]
        scope.annotate(name, Case(*ranks, output_field=IntegerField()))
    return name


def aggregates_of(fetch: Fetch, scope: FetchScope) -> tuple[list[Placed], list[Measure]]:
    """The groups and the measures of a query that aggregates. Raises ODataError."""
    groups, measures = [], []
    for entity, place, _ in entities_of(fetch.entity, scope):
        for attribute in entity.attributes or ():
            if not attribute.alias:
                raise bad_query(f"The attribute '{attribute.name}' of an aggregate query needs an alias.")
            column = column_of(attribute.name, place.table, logical=True)
            if attribute.groupby:
                groups.append(_group(attribute, column, place, scope))
            else:
                measures.append(_measure(attribute, column, place, scope))
    if not groups and not measures:
        raise bad_query("An aggregate query must name what it computes.")
    return groups, measures


def _measure(attribute: Attribute, column: Column, place: Place, scope: FetchScope) -> Measure:
    method = _METHODS.get(attribute.aggregate)
    if method is None:
        raise bad_query("The aggregates of FetchXML are avg, count, countcolumn, max, min and sum.")
    if method == COUNT_COLUMN and attribute.distinct:
        method = COUNT_DISTINCT
    return measure(scope, place, column, method, attribute.alias)


def _group(attribute: Attribute, column: Column, place: Place, scope: FetchScope) -> Placed:
    if not attribute.dategrouping:
        if column.type == "DateTime":
            raise bad_query(f"The attribute '{attribute.name}' needs a dategrouping.")
        return group(scope, place, column, attribute.alias)
    if "fiscal" in attribute.dategrouping:
        raise ODataError(501, "0x80041102", "Grouping by fiscal periods is not implemented.")
    part = _PARTS_OF_DATE.get(attribute.dategrouping)
    if part is None or column.type != "DateTime" or column.in_extra:
        raise bad_query(
            f"The attribute '{attribute.name}' cannot be grouped by '{attribute.dategrouping[:60]}'."
        )
    name = f"{place.prefix}{column.logical_name}_{attribute.dategrouping}"
    scope.annotate(name, part(scope.path(place, column.attname)))
    return Placed(NUMBER, attribute.alias, name)


def aggregate_order(
    fetch: Fetch, groups: Sequence[Placed], measures: Sequence[Measure], scope: FetchScope
) -> list[Key]:
    """The order; it names the aliases of groups and measures."""
    paths = {item.name: item.path for item in groups}
    paths |= {item.name: f"m{index}" for index, item in enumerate(measures)}
    orders: list[Order] = [
        order for entity, _, _ in entities_of(fetch.entity, scope) for order in entity.orders
    ]
    for order in orders:
        if order.alias not in paths:
            raise bad_query("The order of an aggregate query must name one of its aliases.")
    return [Key(paths[order.alias], order.descending) for order in orders]
