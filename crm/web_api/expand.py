"""``$expand``: related records inside the rows, read with one query for each table and level."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.privileges import readable
from crm.metadata import Collection, Table
from crm.web_api.annotations import annotate, lookup_target
from crm.web_api.columns import filter_field, order_key, selected_columns, unknown_property
from crm.web_api.rows import RawRow, Row, RowReader
from odata.filters import to_q
from odata.keyset import Key, ordering
from odata.prefer import Preferences
from odata.query import Expand, QueryOptions


class Expander:
    """Expands rows of a table for one request."""

    def __init__(self, caller: Caller, preferences: Preferences) -> None:
        self._caller = caller
        self._preferences = preferences

    def hidden_paths(self, table: Table, expands: Sequence[Expand]) -> list[str]:
        """What the rows must be read with so that they can be expanded."""
        paths = []
        for expand in expands:
            navigation = table.navigations.get(expand.name)
            if navigation is not None:
                self._check(navigation.targets, expand.options)
                column = navigation.column
                paths += ["extra"] if column.in_extra else [column.attname]
                paths += [column.type_attname] if column.type_attname else []
            elif expand.name in table.collections:
                self._check([table.collections[expand.name].target], expand.options)
            else:
                raise unknown_property(expand.name, table)
        return paths

    def _check(self, targets: Sequence[str], options: QueryOptions) -> None:
        """What is asked of related records exists, even if there are none: in one of the tables."""
        tables = [metadata.table(name) for name in targets if is_known(name)]
        for name in options.select or ():
            if tables and not any(_has(table, name) for table in tables):
                raise unknown_property(name, tables[0])
        for table in tables[:1]:
            self._queryset(table, Q(), options)
            self.hidden_paths(table, options.expand)

    def expand(self, rows: Sequence[RawRow], reader: RowReader, expands: Sequence[Expand]) -> None:
        for expand in expands:
            if expand.name in reader.table.navigations:
                self._expand_lookup(rows, reader, expand)
            else:
                self._expand_collection(rows, reader.table.collections[expand.name], expand)

    def _expand_lookup(self, rows: Sequence[RawRow], reader: RowReader, expand: Expand) -> None:
        navigation = reader.table.navigations[expand.name]
        targets = {id(row): lookup_target(row, reader, navigation.column) for row in rows}
        found: dict[tuple[str, UUID], Row] = {}
        for name in navigation.targets:
            identifiers = {target[1] for target in targets.values() if target and target[0] == name}
            if identifiers and is_known(name):
                table = metadata.table(name)
                options = _for_table(expand.options, table) if len(navigation.targets) > 1 else expand.options
                related = self._read(table, Q(pk__in=identifiers), options)
                found |= {(name, row.values[0]): row.json for row in related}
        for row in rows:
            target = targets[id(row)]
            row.json[expand.name] = found.get(target) if target else None

    def _expand_collection(self, rows: Sequence[RawRow], collection: Collection, expand: Expand) -> None:
        parents = [row.values[0] for row in rows]
        if collection.link:
            grouped = self._linked(parents, collection, expand.options)
        else:
            grouped = self._pointing(parents, collection, expand.options)
        for row in rows:
            row.json[expand.name] = grouped[row.values[0]][: expand.options.top]

    def _pointing(
        self, parents: Sequence[UUID], collection: Collection, options: QueryOptions
    ) -> dict[UUID, list[Row]]:
        table = metadata.table(collection.target)
        lookup = table.columns[collection.lookup]
        condition = Q((f"{lookup.attname}__in", parents))
        if lookup.type_attname:
            condition &= Q((lookup.type_attname, collection.table))
        grouped: dict[UUID, list[Row]] = defaultdict(list)
        for row in self._read(table, condition, options, hidden=[lookup.attname]):
            grouped[row.values[2]].append(row.json)
        return grouped

    def _linked(
        self, parents: Sequence[UUID], collection: Collection, options: QueryOptions
    ) -> dict[UUID, list[Row]]:
        links = linked_ids(parents, collection)
        far_ids = {far for _, far in links}
        read = self._read(metadata.table(collection.target), Q(pk__in=far_ids), options)
        rows = {row.values[0]: row.json for row in read}
        order = {identifier: position for position, identifier in enumerate(rows)}
        grouped: dict[UUID, list[Row]] = defaultdict(list)
        for near, far in sorted(links, key=lambda link: order.get(link[1], 0)):
            if far in rows:
                grouped[near].append(rows[far])
        return grouped

    def _read(
        self, table: Table, condition: Q, options: QueryOptions, hidden: Sequence[str] = ()
    ) -> list[RawRow]:
        columns = selected_columns(options.select, table)
        paths = [*hidden, *self.hidden_paths(table, options.expand)]
        reader = RowReader(table, columns, hidden=paths)
        rows = reader.read(self._queryset(table, condition, options))
        annotate(rows, reader, self._preferences)
        self.expand(rows, reader, options.expand)
        return rows

    def _queryset(self, table: Table, condition: Q, options: QueryOptions) -> QuerySet[Any]:
        queryset = table.model.objects.filter(readable(caller=self._caller, table=table), condition)
        if options.filter is not None:
            queryset = queryset.filter(to_q(options.filter, lambda name: filter_field(name, table)))
        keys = [*(order_key(order, table) for order in options.orderby), Key("pk", nullable=False)]
        return queryset.order_by(*ordering(keys))


def linked_ids(parents: Iterable[UUID], collection: Collection) -> list[tuple[UUID, UUID]]:
    """The pairs (near, far) of a many-to-many collection."""
    model = apps.get_model("crm", collection.link)
    rows = model._default_manager.filter(**{f"{collection.near}__in": list(parents)})
    return list(rows.values_list(f"{collection.near}_id", f"{collection.far}_id"))


def is_known(table: str) -> bool:
    """Lookups may point to tables that this CRM does not have; then they are empty."""
    return any(known.logical_name == table for known in metadata.tables())


def _has(table: Table, name: str) -> bool:
    return name in table.properties or name in table.navigations


def _for_table(options: QueryOptions, table: Table) -> QueryOptions:
    """Of a selection for several tables, what this one has."""
    if options.select is None:
        return options
    return replace(options, select=tuple(name for name in options.select if _has(table, name)))
