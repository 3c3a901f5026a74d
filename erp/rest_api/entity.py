"""The vocabulary in which an entity of the API is declared: its properties, by field of the back office.

What the model of the table knows (type, length, whether people may change a field) is not said again.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Field, QuerySet

from erp.models import ErpRecord
from erp.operations.record_operations import Operations, Values
from erp.queries.table_fields import ErpField, table_fields, table_of
from erp.rest_api.combined import Combined
from erp.rest_api.kinds import BY_FIELD_TYPE, DECIMAL, ID, MOMENT, TEXT, Kind, option_kind
from odata.errors import unknown_property
from odata.keyset import Key

# The values of a calculated property, by the key of its records: number, code or id.
Calculate = Callable[[Collection[Any]], Mapping[Any, Any]]


@dataclass(frozen=True, kw_only=True)
class Property:
    """``field`` is written by that name; ``path`` leads from the record to the value.

    One of them is blank in a declaration where the other follows from it or does not exist. ``related`` is
    the table whose record an id names, ``constant`` a value that is the same everywhere.
    """

    name: str
    field: str = ""
    path: str = ""
    kind: Kind | None = None
    is_id: bool = False
    read_only: bool = False
    options: Mapping[str, str] | None = None
    calculate: Calculate | None = None
    constant: Any = None
    related: type[ErpRecord] | None = None
    max_length: int | None = None
    nullable: bool = False

    @property
    def is_stored(self) -> bool:
        """Whether the database can filter and sort by it."""
        return bool(self.path)

    @property
    def typed(self) -> Kind:
        assert self.kind is not None  # noqa: S101 - properties of an entity are complete
        return self.kind


def value(name: str, field: str, *, read_only: bool = False) -> Property:
    """The value of a field; of a reference, the code that it holds."""
    return Property(name=name, field=field, read_only=read_only)


def option(name: str, field: str, options: Mapping[str, str], *, read_only: bool = False) -> Property:
    """A field with options: what is stored, and what the API calls it."""
    return Property(name=name, field=field, options=options, read_only=read_only)


def id_of(name: str, field: str) -> Property:
    """The id of the record that a reference names; writing it sets the reference."""
    return Property(name=name, field=field, is_id=True)


def joined(name: str, path: str, *, kind: Kind = TEXT) -> Property:
    """What another record holds; read only."""
    return Property(name=name, path=path, kind=kind, read_only=True)


def product_id(name: str, field: str, calculate: Calculate, related: type[ErpRecord]) -> Property:
    """The id of a product that a line names by a plain number; writing it sets the number."""
    return Property(name=name, field=field, calculate=calculate, kind=ID, is_id=True, related=related)


def calculated(name: str, calculate: Calculate, *, kind: Kind = DECIMAL) -> Property:
    """What is worked out for the records of a page; it is neither filtered nor sorted by, nor written."""
    return Property(name=name, calculate=calculate, kind=kind, read_only=True)


def constant(name: str, given: Any, *, kind: Kind = TEXT) -> Property:
    """What is the same for every record here."""
    return Property(name=name, constant=given, kind=kind, read_only=True)


RECORD_ID = Property(name="id", path="id", kind=ID, read_only=True)
LAST_MODIFIED = Property(name="lastModifiedDateTime", path="modified_at", kind=MOMENT, read_only=True)


@dataclass(frozen=True, kw_only=True)
class Action:
    """A bound action: ``POST …/salesOrders({id})/Microsoft.NAV.shipAndInvoice``.

    ``run`` takes the record's id, the version that it must have (None for any) and who asks; it returns the
    id of what it made in the set ``makes``, if it makes anything there. ``permissions`` are needed instead of
    that to change the record.
    """

    name: str
    run: Callable[[UUID, int | None, str], UUID | None]
    makes: str = ""
    permissions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FurtherTable:
    """Another table whose records are in an entity set, too, with values of the same paths.

    Whoever reads the set needs ``permission`` as well.
    """

    model: type[ErpRecord]
    permission: str
    annotations: Mapping[str, Any] = field(default_factory=dict)

    def records(self) -> QuerySet[Any]:
        return self.model._default_manager.annotate(**self.annotations)


@dataclass(frozen=True)
class Navigation:
    """A record of another set that a record names; ``path`` leads to its id."""

    name: str
    path: str
    to: "Entity"


@dataclass(frozen=True, kw_only=True)
class Entity:
    """An entity set: which records of which table, under which names, and what can be done with them.

    ``where`` and ``annotations`` (further paths) are those of every query. ``permissions`` is the model whose
    permissions count where that is not the table's own. ``lines`` are part of a record: they are expanded,
    and entered with it by ``create_with_lines``; in their own declaration ``part_of`` names the record. Of
    records in a ``further`` table the operations refuse what cannot be done. ``navigations`` are what can be
    expanded beside the lines.
    """

    name: str
    singular: str
    model: type[ErpRecord]
    key: str
    declared: Sequence[Property]
    operations: Operations
    where: Mapping[str, Any] = field(default_factory=dict)
    annotations: Mapping[str, Any] = field(default_factory=dict)
    permissions: str = ""
    lines: "Entity | None" = None
    create_with_lines: Callable[[Values, Sequence[Values]], ErpRecord] | None = None
    part_of: str = ""
    actions: Sequence[Action] = ()
    further: FurtherTable | None = None
    navigations: Sequence[Navigation] = ()

    @property
    def table(self) -> str:
        return table_of(self.model)

    @cached_property
    def properties(self) -> Mapping[str, Property]:
        """All properties by name, complete."""
        completed = [_complete(self.model, given) for given in self.declared]
        if not self.offers_create and self.operations.modify is None:
            completed = [replace(one, read_only=True) for one in completed]
        return {one.name: one for one in completed}

    def property_named(self, name: str) -> Property:
        """Raises ODataError for a name that is not there."""
        if name not in self.properties:
            raise unknown_property(name)
        return self.properties[name]

    def name_of_field(self, field: str) -> str:
        """The property by which a field of the table is written, the field's own name if there is none."""
        if not field:
            return ""
        found = [given.name for given in self.properties.values() if given.field == field and not given.is_id]
        return found[0] if found else field

    def records(self) -> "QuerySet[Any] | Combined":
        own = self.model._default_manager.filter(**self.where).annotate(**self.annotations)
        return own if self.further is None else Combined((own, self.further.records()))

    @property
    def offers_create(self) -> bool:
        return self.operations.create is not None or self.create_with_lines is not None

    def permission(self, verb: str) -> str:
        return f"erp.{verb}_{self.permissions or self.model._meta.model_name}"


# Unique, and never null.
LAST_KEY = Key("id", nullable=False)
LINE_KEY = Key("line_no", nullable=False)


def _complete(model: type[ErpRecord], given: Property) -> Property:
    if given.kind is not None:
        nullable = given.is_stored and "__" in given.path
        return replace(given, nullable=nullable)
    known = table_fields(table_of(model))[given.field]
    model_field = next(field for field in model._meta.concrete_fields if field.column == given.field)
    return replace(
        given,
        path=_path(model_field, is_id=given.is_id),
        kind=_kind(known, given),
        read_only=given.read_only or not known.editable,
        related=model_field.related_model if given.is_id else None,  # type: ignore[arg-type]
        max_length=None if given.is_id else known.max_length,
        nullable=model_field.null,
    )


def _path(field: "Field[Any, Any]", *, is_id: bool) -> str:
    if not field.is_relation:
        return field.name
    return f"{field.name}__id" if is_id else f"{field.name}__{field.target_field.name}"  # type: ignore[attr-defined]


def _kind(known: ErpField, given: Property) -> Kind:
    if given.is_id:
        return ID
    return option_kind(given.options) if given.options is not None else BY_FIELD_TYPE[known.type]
