"""``$expand``: related records inside the rows, read with one query for each table and level."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote, urlencode
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from crm import metadata
from crm.metadata import Collection, Table
from crm.web_api.annotations import annotate, lookup_target
from crm.web_api.columns import selected_columns, unknown_property
from crm.web_api.messages import ApiRequest
from crm.web_api.pages import MAX_PAGE, next_cookie, sort_keys
from crm.web_api.rows import RawRow, Row, RowReader, placed
from crm.web_api.scope import Scope, members_of, scope_of
from crm.web_api.surroundings import surroundings
from odata.keyset import Key, ordering
from odata.query import Expand, QueryOptions

_NTH: Final = "nth_of_its_collection"


class Expander:
    """Expands rows of a table for one request."""

    def __init__(self, request: ApiRequest) -> None:
        self._request = request
        self._caller = request.caller
        self._around = surroundings(request.caller)
        self._page = min(request.preferences.max_page_size or MAX_PAGE, MAX_PAGE)

    def hidden_paths(self, table: Table, expands: Sequence[Expand]) -> list[str]:
        """What the rows must be read with so that they can be expanded."""
        paths = []
        for expand in expands:
            navigation = table.navigations.get(expand.name)
            if navigation is not None:
                self._check(navigation.targets, expand.options)
                paths += placed(navigation.column, table).paths
            elif expand.name in table.collections:
                self._check([table.collections[expand.name].target], expand.options)
            else:
                raise unknown_property(expand.name, table)
        return paths

    def _check(self, targets: Sequence[str], options: QueryOptions) -> None:
        """What is asked of related records exists, even if there are none: in one of the tables."""
        tables = [metadata.table(name) for name in targets]
        for name in options.select or ():
            if tables and not any(_has(table, name) for table in tables):
                raise unknown_property(name, tables[0])
        for table in tables[:1]:
            self._prepared(self._scope(table), options)
            self.hidden_paths(table, options.expand)

    def expand(self, rows: Sequence[RawRow], reader: RowReader, expands: Sequence[Expand]) -> None:
        for expand in expands if rows else ():
            if expand.name in reader.table.navigations:
                self._expand_lookup(rows, reader, expand)
            else:
                self._expand_collection(rows, reader.table, expand)

    def _expand_lookup(self, rows: Sequence[RawRow], reader: RowReader, expand: Expand) -> None:
        navigation = reader.table.navigations[expand.name]
        item = placed(navigation.column, reader.table)
        targets = {id(row): lookup_target(row, reader, item) for row in rows}
        found: dict[tuple[str, UUID], Row] = {}
        for name in navigation.targets:
            identifiers = {target[1] for target in targets.values() if target and target[0] == name}
            if identifiers:
                found |= {
                    (name, row.values[0]): row.json
                    for row in self._named(metadata.table(name), identifiers, expand)
                }
        for row in rows:
            target = targets[id(row)]
            row.json[expand.name] = found.get(target) if target else None

    def _named(self, table: Table, identifiers: set[UUID], expand: Expand) -> list[RawRow]:
        options = _for_table(expand.options, table)
        scope = self._scope(table)
        scope.rows = scope.rows.filter(pk__in=identifiers)
        keys = self._prepared(scope, options)
        rows, _ = self._read(scope, keys, replace(expand, options=options))
        return rows

    def _expand_collection(self, rows: Sequence[RawRow], table: Table, expand: Expand) -> None:
        collection = table.collections[expand.name]
        top = expand.options.top
        size = self._page if top is None else min(top, self._page)
        members, keys, reader = self._members(rows, collection, expand, size)
        for row in rows:
            own = members.get(row.values[0], [])
            row.json[expand.name] = [member.json for member in own[:size]]
            if len(own) > size and top is None:
                cookie = next_cookie(reader, keys, own[size - 1], 2)
                row.json[f"{expand.name}@odata.nextLink"] = self._next_link(table, row, expand, cookie)

    def _members(
        self, parents: Sequence[RawRow], collection: Collection, expand: Expand, size: int
    ) -> tuple[Mapping[UUID, list[RawRow]], list[Key], RowReader]:
        """The members of each parent in their order, at most one more than ``size``."""
        members = members_of(collection, caller=self._caller, around=self._around)
        scope, near = members.source, members.near
        scope.rows = members.of(row.values[0] for row in parents)
        keys = self._prepared(scope, expand.options)
        order = ordering(keys)
        scope.annotate(_NTH, Window(RowNumber(), partition_by=[F(near)], order_by=order))
        scope.rows = scope.rows.filter(**{f"{_NTH}__lte": size + 1}).order_by(*order)
        rows, reader = self._read(scope, keys, expand, near)
        grouped: dict[Any, list[RawRow]] = defaultdict(list)
        for row in rows:
            grouped[reader.value(row, near)].append(row)
        by_parent = {row.values[0]: grouped[members.key(row.values[0])] for row in parents}
        return by_parent, keys, reader

    def _next_link(self, table: Table, row: RawRow, expand: Expand, cookie: str) -> str:
        path = f"{table.entity_set}({row.values[0]})/{expand.name}{'/$ref' if expand.references else ''}"
        parameters = [pair for pair in self._request.pairs if pair[0].startswith("@")]
        pairs = [*expand.written, *parameters, ("$skiptoken", cookie)]
        query = urlencode(pairs, quote_via=quote, safe="$")
        return f"{self._request.root}{path}?{query}"

    def _scope(self, table: Table) -> Scope:
        return scope_of(table, caller=self._caller, around=self._around)

    def _prepared(self, scope: Scope, options: QueryOptions) -> list[Key]:
        """With the filter in place; the order. Raises ODataError for what does not exist."""
        if options.filter is not None:
            scope.where(options.filter)
        return sort_keys(scope, options.orderby)

    def _read(
        self, scope: Scope, keys: Sequence[Key], expand: Expand, *hidden: str
    ) -> tuple[list[RawRow], RowReader]:
        table, options = scope.table, expand.options
        columns = [] if expand.references else selected_columns(options.select, table)
        paths: list[str] = [*hidden, *(key.path for key in keys), *self.hidden_paths(table, options.expand)]
        reader = RowReader(table, columns, hidden=paths)
        rows = reader.read(scope.rows)
        annotate(rows, reader, self._request.preferences)
        self.expand(rows, reader, options.expand)
        if expand.references:
            for row in rows:
                row.json.clear()
                row.json["@odata.id"] = f"{self._request.root}{table.entity_set}({row.values[0]})"
        return rows, reader


def _has(table: Table, name: str) -> bool:
    return name in table.properties or name in table.navigations


def _for_table(options: QueryOptions, table: Table) -> QueryOptions:
    """Of a selection for several tables, what this one has."""
    if options.select is None:
        return options
    return replace(options, select=tuple(name for name in options.select if _has(table, name)))
