"""The rows of a FetchXML query: its tables joined by any two columns, or asked for in conditions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Expression
from django.db.models.lookups import Exact, In

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.privileges import readable
from crm.metadata import Column, Table
from crm.web_api.columns import column_of
from crm.web_api.fetch_xml.conditions import tree_of
from crm.web_api.fetch_xml.intersect import intersect_table
from crm.web_api.fetch_xml.query import Entity, Filter, Link, LinkEntity
from crm.web_api.joins import IdText, On, PlainId, joined, readable_at, stored, text_in_extra
from crm.web_api.scope import Place, Scope
from odata.errors import ODataError
from odata.query_functions import Surroundings


def table_named(name: str, *, intersect: bool = False) -> Table:
    """Raises ODataError."""
    found = intersect_table(name) if intersect else None
    if found is not None:
        return found
    try:
        return metadata.table(name)
    except KeyError:
        message = f"The entity with a name = '{name[:60]}' was not found in the MetadataCache."
        raise ODataError(400, "0x80041102", message) from None


@dataclass
class FetchScope(Scope):
    """``conditions`` are the linked tables that stand in filters, by the name that the tree gives them."""

    conditions: dict[str, tuple[LinkEntity, Place]] = field(default_factory=dict)
    is_multiplied: bool = False

    def add(self, entity: Entity, place: Place) -> None:
        """Joins the linked tables and adds the conditions of an entity, and of those linked to it."""
        for link in entity.links:
            if link.kind.is_joined:
                self._add_joined(link, place)
            else:
                self._add_condition(link, place)
        if place is self.main:
            tree = tree_of(entity.filters, lambda link: self.name_of(link, place))
            if tree is not None:
                self.where(tree)

    def _add_condition(self, link: LinkEntity, place: Place) -> None:
        """A link of the type ``exists``, ``in``, ``any`` … beside the filters means what it means in them."""
        tree = tree_of([Filter(all_of=True, parts=(link,))], lambda item: self.name_of(item, place))
        if tree is not None:
            self.where(tree)

    def name_of(self, link: LinkEntity, place: Place) -> str:
        self.conditions[link.alias] = (link, place)
        return link.alias

    def _add_joined(self, link: LinkEntity, place: Place) -> None:
        table = table_named(link.entity.name, intersect=link.intersect)
        origin, to = _named(link.origin, table), _named(link.to, place.table)
        own = self._own_rows(link, table)
        near = place.table

        def conditions(alias: str, parent: str) -> list[Any]:
            far, here = _comparable(table, origin, alias, near, to, parent)
            return [Exact(far, here), *own_conditions(alias), *self._readable(table, alias)]

        def own_conditions(alias: str) -> list[Any]:
            key = stored(table.model, table.model._meta.pk.attname, alias)
            return [] if own is None else [In(key, own)]

        parent = self.alias(place)
        self._readable(table, "")
        self.rows, alias = joined(
            self.rows, table.model, On(conditions), parent=parent, outer=link.kind is Link.OUTER
        )
        joined_place = Place(table, alias, f"j{len(self.rows.query.alias_map)}_")
        self.places[link.alias] = joined_place
        self.is_multiplied |= origin.logical_name != table.primary_id
        self.add(link.entity, joined_place)

    def _readable(self, table: Table, alias: str) -> list[Any]:
        return [] if not table.entity_set else readable_at(table, alias, self.caller)

    def _own_rows(self, link: LinkEntity, table: Table) -> Any:
        """The rows of a linked table that meet its own filters, which count before the tables are joined."""
        if not link.entity.filters:
            return None
        inner = fetch_scope(table, self.caller, self.around)
        tree = tree_of(link.entity.filters, lambda item: inner.name_of(item, inner.main))
        if tree is None:
            return None
        inner.where(tree)
        return inner.rows.order_by().values("pk").query

    def related(self, path: str) -> "RelatedLink":
        link, place = self.conditions[path]
        table = table_named(link.entity.name, intersect=link.intersect)
        origin, to = _named(link.origin, table), _named(link.to, place.table)
        inner = fetch_scope(table, self.caller, self.around)
        inner.add(Entity(link.entity.name, links=link.entity.links), inner.main)
        as_text = origin.in_extra or to.in_extra
        here = self._key(place, to, as_text=as_text)
        there = inner._key(inner.main, origin, as_text=as_text)
        return RelatedLink(inner, Q((there, OuterRef(here))))

    def _key(self, place: Place, column: Column, *, as_text: bool) -> str:
        """The ORM path of a column by which tables are tied."""
        if not as_text:
            return self.path(place, column.attname)
        name = f"{place.prefix}{column.logical_name}_key"
        if name not in self.rows.query.annotations:
            self.annotate(name, _as_text(place.table, column, self.alias(place)))
        return name


@dataclass(frozen=True)
class RelatedLink:
    """The rows of a linked table that belong to a row of the query around them."""

    source: FetchScope
    tie: Q

    def some(self, condition: Q) -> Q:
        return Q(Exists(self.source.rows.filter(self.tie).filter(condition)))


def fetch_scope(table: Table, caller: Caller, around: Surroundings) -> FetchScope:
    rows = table.model.objects.all()
    if table.entity_set:
        rows = rows.filter(readable(caller=caller, table=table))
    return FetchScope(table, rows, caller, around)


def _named(name: str, table: Table) -> Column:
    return column_of(name, table, logical=True)


def _comparable(
    table: Table, column: Column, alias: str, other: Table, other_column: Column, other_alias: str
) -> Sequence[Expression]:
    if column.in_extra or other_column.in_extra:
        return _as_text(table, column, alias), _as_text(other, other_column, other_alias)
    return stored(table.model, column.attname, alias), stored(other.model, other_column.attname, other_alias)


def _as_text(table: Table, column: Column, alias: str) -> Expression:
    """Ids without hyphens, so that those of fields and those in ``extra`` are equal."""
    if column.in_extra:
        text = text_in_extra(table, column, alias)
        return PlainId(text) if column.edm_type == "Edm.Guid" else text
    value = stored(table.model, column.attname, alias)
    return IdText(value) if column.edm_type == "Edm.Guid" else value
