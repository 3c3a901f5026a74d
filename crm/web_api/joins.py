"""Joins of tables along lookups wherever these are stored: in a field, by the record's kind, or in ``extra``.

Django joins along declared foreign keys only; many lookups of Dataverse are none in the database.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import CharField, Model, QuerySet, UUIDField
from django.db.models.expressions import Col, Expression, Func, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Replace, Substr
from django.db.models.lookups import Exact, In, StartsWith
from django.db.models.sql.constants import INNER, LOUTER
from django.db.models.sql.datastructures import Join
from django.db.models.sql.where import OR, WhereNode

from crm.business_rules.caller import Caller
from crm.business_rules.privileges import READ, depth
from crm.metadata import Column, Table
from crm.models import Depth

Condition = Any  # a lookup between expressions, or a WhereNode of such


class On:
    """Which rows of a joined table belong to a row; made from the aliases of both when SQL is written.

    ``related_model`` is the joined model, as Django asks any field by which tables are joined.
    """

    def __init__(self, conditions: Callable[[str, str], Sequence[Condition]]) -> None:
        self._conditions = conditions
        self.related_model: type[Model] | None = None

    def get_joining_fields(self) -> tuple[()]:
        return ()

    def get_extra_restriction(self, alias: str, parent: str) -> WhereNode:
        return WhereNode(list(self._conditions(alias, parent)))


def joined(
    rows: QuerySet[Any], model: type[Model], on: On, *, parent: str = "", outer: bool = True
) -> tuple[QuerySet[Any], str]:
    """The rows with another table beside them, and that table's alias."""
    rows = rows.all()
    parent = parent or rows.query.get_initial_alias()
    on.related_model = model
    join = Join(model._meta.db_table, parent, None, LOUTER if outer else INNER, on, outer)  # type: ignore[arg-type]
    return rows, rows.query.join(join, reuse=set())  # type: ignore[arg-type]


def root_alias(rows: QuerySet[Any]) -> str:
    alias: str = rows.query.get_initial_alias()
    return alias


def stored(table: type[Model], attname: str, alias: str) -> Col:
    """A stored field of the table that has the alias."""
    field = next(field for field in table._meta.concrete_fields if field.attname == attname)
    return Col(alias, field, getattr(field, "target_field", field) if field.is_relation else field)


def record_id(table: Table, alias: str) -> Col:
    """The id of the record of the alias."""
    return stored(table.model, table.model._meta.pk.attname, alias)


def lookup_points_to(
    table: Table, column: Column, alias: str, target: str, identifier: Expression | UUID
) -> list[Condition]:
    """That a lookup of the table points to the record of the target table."""
    if column.in_extra:
        return _extra_points_to(table, column, alias, target, identifier)
    conditions: list[Condition] = [Exact(stored(table.model, column.attname, alias), identifier)]
    if column.type_attname:
        conditions.append(Exact(stored(table.model, column.type_attname, alias), target))
    return conditions


def _extra_points_to(
    table: Table, column: Column, alias: str, target: str, identifier: Expression | UUID
) -> list[Condition]:
    text, own = text_in_extra(table, column, alias), []
    wanted = IdText(identifier if isinstance(identifier, Expression) else Value(identifier, UUIDField()))
    if column.is_polymorphic:
        prefix = f"{target}:"
        own = [StartsWith(text, prefix)]
        text = Substr(text, len(prefix) + 1)
    return [*own, Exact(PlainId(text), wanted)]


def text_in_extra(table: Table, column: Column, alias: str) -> Expression:
    """What ``extra`` holds of a column, as a text."""
    document = stored(table.model, "extra", alias)
    return KeyTextTransform(column.logical_name, document, output_field=CharField())


class PlainId(Func):
    """The text of a GUID as ``extra`` keeps it, without hyphens."""

    output_field = CharField()

    def __init__(self, text: Expression) -> None:
        super().__init__(Replace(text, Value("-"), Value("")), template="%(expressions)s")


class IdText(Func):
    """A GUID as a text without hyphens."""

    output_field = CharField()
    template = "%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="REPLACE((%(expressions)s)::text, '-', '')", **context
        )


def readable_at(table: Table, alias: str, caller: Caller) -> list[Condition]:
    """That the caller may read the record of the alias. Raises CrmFault if that can be none."""
    reach = depth(caller=caller, table=table, verb=READ)
    if reach >= Depth.ORGANIZATION or not table.is_owned:
        return []
    own = In(stored(table.model, "ownerid", alias), [caller.user_id, *caller.team_ids])
    if reach < Depth.BUSINESS_UNIT:
        return [own]
    unit = Exact(stored(table.model, "owningbusinessunit_id", alias), caller.business_unit_id)
    return [WhereNode([own, unit], connector=OR)]  # type: ignore[list-item]
