"""The rows of a table while a query is built: what names mean there, and which tables are joined for them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Expression
from django.db.models.functions import Coalesce, Lower, StrIndex, Substr
from django.db.models.lookups import Exact

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.privileges import readable
from crm.metadata import Collection, Column, Table
from crm.web_api.columns import column_of, field_of, unknown_property
from crm.web_api.joins import (
    IdText,
    On,
    PlainId,
    joined,
    lookup_points_to,
    readable_at,
    record_id,
    root_alias,
    stored,
    text_in_extra,
)
from odata.expression import Expression as Tree
from odata.expression import Path
from odata.filters import Field, Related, to_q
from odata.keyset import Key
from odata.query import OrderBy
from odata.query_functions import Surroundings, in_comparisons

NEAR = "near_id"


@dataclass(frozen=True)
class Place:
    """A table of the query: the main one, with no alias and no prefix, or a joined one.

    The stored fields of a joined table are annotations of the rows, called by the prefix and their name.
    """

    table: Table
    alias: str = ""
    prefix: str = ""


@dataclass
class Scope:
    """``rows`` grow joins and annotations as names are asked for; conditions are added by ``where``."""

    table: Table
    rows: QuerySet[Any]
    caller: Caller
    around: Surroundings
    places: dict[str, Place] = field(default_factory=dict)

    @property
    def main(self) -> Place:
        return self.places.setdefault("", Place(self.table))

    # What a filter asks

    def field(self, path: Path) -> Field:
        before, _, name = path.name.rpartition("/")
        place = self.place(before)
        return self.field_at(place, column_of(name, place.table, logical=path.logical))

    def field_at(self, place: Place, column: Column) -> Field:
        paths = {
            attname: self.path(place, attname)
            for attname in (column.attname or "extra", column.folded_attname)
            if attname
        }
        if column.in_extra and column.is_polymorphic:
            paths["reference"] = self._reference(place, column)
        return field_of(column, paths)

    def order_key(self, order: OrderBy) -> Key:
        """The sort key of a term of ``$orderby``; lookups sort by the name of what they point to."""
        before, _, name = order.path.rpartition("/")
        place = self.place(before)
        column = column_of(name, place.table)
        nullable = bool(place.alias) or is_nullable(place.table, column)
        return Key(self.order_path(place, column), descending=order.descending, nullable=nullable)

    def order_path(self, place: Place, column: Column) -> str:
        if not column.is_lookup or not column.targets:
            field_ = self.field_at(place, column)
            if place.alias and field_.ordered:
                return self._lowered(place, column)
            return field_.folded or field_.ordered or field_.path
        names = [self._name_of(self.target(place, column, target)) for target in column.targets]
        if len(names) == 1:
            return names[0]
        name = f"{place.prefix}{column.logical_name}_name"
        if name not in self.rows.query.annotations:
            self.annotate(name, Coalesce(*names, output_field=CharField()))
        return name

    def _lowered(self, place: Place, column: Column) -> str:
        """Django reads a transform of a field, but none of an annotation."""
        name = f"{place.prefix}{column.attname}_lower"
        if name not in self.rows.query.annotations:
            self.annotate(name, Lower(stored(place.table.model, column.attname, place.alias)))
        return name

    def _name_of(self, place: Place) -> str:
        return self.order_path(place, place.table.columns[place.table.primary_name])

    def related(self, path: str) -> Related:
        collection = self.table.collections.get(path)
        if collection is None:
            raise unknown_property(path, self.table)
        members = members_of(collection, caller=self.caller, around=self.around)
        return RelatedRows(members, "pk")

    def where(self, expression: Tree) -> None:
        condition = to_q(in_comparisons(expression, self.around), self)
        self.rows = self.rows.filter(condition)

    # Tables and their fields

    def path(self, place: Place, attname: str) -> str:
        """The ORM path of a stored field."""
        if not place.alias:
            return attname
        path = place.prefix + attname
        if path not in self.rows.query.annotations:
            self.annotate(path, stored(place.table.model, attname, place.alias))
        return path

    def annotate(self, name: str, expression: Expression) -> None:
        self.rows = self.rows.annotate(**{name: expression})

    def alias(self, place: Place) -> str:
        return place.alias or root_alias(self.rows)

    def place(self, path: str) -> Place:
        """Where the lookups of a path lead to; joins the tables on the way."""
        if not path:
            return self.main
        if path not in self.places:
            before, _, step = path.rpartition("/")
            self.places[path] = self._step(self.place(before), step)
        return self.places[path]

    def _step(self, place: Place, step: str) -> Place:
        navigation = place.table.navigations.get(step)
        if navigation is None:
            raise unknown_property(step, place.table)
        return self.target(place, navigation.column, navigation.targets[0])

    def target(self, place: Place, column: Column, target: str) -> Place:
        """The records of one table to which a lookup points."""
        key = f"{place.prefix}{column.logical_name}:{target}"
        if key not in self.places:
            self.places[key] = self._joined_target(place, column, metadata.table(target))
        return self.places[key]

    def _joined_target(self, place: Place, column: Column, target: Table) -> Place:
        table = place.table

        def conditions(alias: str, parent: str) -> list[Any]:
            record = record_id(target, alias)
            points = lookup_points_to(table, column, parent, target.logical_name, record)
            return points + readable_at(target, alias, self.caller)

        return self.join(target, On(conditions), parent=self.alias(place))

    def join(self, table: Table, on: On, *, parent: str, outer: bool = True) -> Place:
        readable_at(table, "", self.caller)  # who may read none of the table is told so now
        self.rows, alias = joined(self.rows, table.model, on, parent=parent, outer=outer)
        return Place(table, alias, f"j{len(self.rows.query.alias_map)}_")

    def _reference(self, place: Place, column: Column) -> str:
        """The id in the text ``table:id`` of a lookup to several tables in ``extra``, as an annotation."""
        name = f"{place.prefix}{column.logical_name}_reference"
        if name not in self.rows.query.annotations:
            text = text_in_extra(place.table, column, self.alias(place))
            after_colon = StrIndex(text, Value(":")) + 1
            self.annotate(name, Substr(text, after_colon, output_field=CharField()))
        return name


@dataclass(frozen=True)
class Members:
    """The records of a collection for all who have one; ``near`` is the ORM path of the id of who has it.

    A lookup that is kept in ``extra`` gives that id as a text.
    """

    source: Scope
    near: str
    as_text: bool = False

    def of(self, owners: Iterable[UUID]) -> QuerySet[Any]:
        """The records of some who have such a collection."""
        ids = [self.key(owner) for owner in owners]
        return self.source.rows.filter(**{f"{self.near}__in": ids})

    def key(self, owner: UUID) -> Any:
        return owner.hex if self.as_text else owner


@dataclass(frozen=True)
class RelatedRows:
    """The members that belong to a record of the query around them, whose id is at the ORM path ``owner``."""

    members: Members
    owner: str

    @property
    def source(self) -> Scope:
        return self.members.source

    def some(self, condition: Q) -> Q:
        owner = OuterRef(self.owner)
        tie = Q((self.members.near, IdText(owner) if self.members.as_text else owner))
        return Q(Exists(self.source.rows.filter(tie).filter(condition)))


def scope_of(table: Table, *, caller: Caller, around: Surroundings) -> Scope:
    """The records of the table that the caller may read."""
    rows = table.model.objects.filter(readable(caller=caller, table=table))
    return Scope(table, rows, caller, around)


def members_of(collection: Collection, *, caller: Caller, around: Surroundings) -> Members:
    """The records of a collection that the caller may read."""
    scope = scope_of(metadata.table(collection.target), caller=caller, around=around)
    if collection.link:
        return Members(scope, _linked(scope, collection))
    lookup = scope.table.columns[collection.lookup]
    if lookup.in_extra:
        return Members(scope, _pointing_from_extra(scope, lookup, collection.table), as_text=True)
    if lookup.type_attname:
        scope.rows = scope.rows.filter(**{lookup.type_attname: collection.table})
    return Members(scope, lookup.attname)


def _pointing_from_extra(scope: Scope, lookup: Column, owner: str) -> str:
    prefix = f"{owner}:" if lookup.is_polymorphic else ""
    text = text_in_extra(scope.table, lookup, root_alias(scope.rows))
    if prefix:
        scope.rows = scope.rows.filter(**{f"extra__{lookup.logical_name}__startswith": prefix})
        text = Substr(text, len(prefix) + 1)
    scope.annotate(NEAR, PlainId(text))
    return NEAR


def _linked(scope: Scope, collection: Collection) -> str:
    link = apps.get_model("crm", collection.link)

    def conditions(alias: str, parent: str) -> list[Any]:
        tie = [Exact(stored(link, f"{collection.far}_id", alias), record_id(scope.table, parent))]
        if collection.relationship:
            tie.append(Exact(stored(link, "relationship", alias), collection.relationship))
        return tie

    scope.rows, alias = joined(scope.rows, link, On(conditions), outer=False)
    scope.annotate(NEAR, stored(link, f"{collection.near}_id", alias))
    return NEAR


def is_nullable(table: Table, column: Column) -> bool:
    if column.in_extra:
        return True
    return next(field.null for field in table.model._meta.concrete_fields if field.attname == column.attname)
