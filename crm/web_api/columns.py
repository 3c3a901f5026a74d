"""Finds the columns that a query names and says how each is asked of the database."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm import metadata
from crm.metadata import Column, Table
from crm.metadata.extra_values import to_extra
from crm.models.fields import fold
from crm.web_api.errors import not_implemented
from odata.errors import ODataError, bad_value
from odata.expression import LiteralValue
from odata.filters import Field
from odata.keyset import Key
from odata.literals import (
    to_boolean,
    to_date,
    to_date_and_time,
    to_decimal,
    to_guid,
    to_integer,
    to_text,
)
from odata.query import OrderBy

_CONVERTERS: dict[str, Callable[[LiteralValue], Any]] = {
    "Edm.String": to_text,
    "Edm.Boolean": to_boolean,
    "Edm.Int32": to_integer,
    "Edm.Int64": to_integer,
    "Edm.Decimal": to_decimal,
    "Edm.Double": to_decimal,
    "Edm.Guid": to_guid,
    "Edm.Date": to_date,
    "Edm.DateTimeOffset": to_date_and_time,
}


def unknown_property(name: str, table: Table) -> ODataError:
    return ODataError(
        400,
        "0x80060888",
        f"Could not find a property named '{name}' on type 'Microsoft.Dynamics.CRM.{table.logical_name}'.",
    )


def column_of(name: str, table: Table) -> Column:
    """The column of that property. Raises ODataError."""
    column = table.properties.get(name)
    if column is None:
        raise unknown_property(name, table)
    return column


def selected_columns(names: Sequence[str] | None, table: Table) -> list[Column]:
    """The columns to return: those selected, or all. A lookup may be selected by its navigation property."""
    if names is None:
        return list(table.properties.values())
    found = {}
    for name in names:
        navigation = table.navigations.get(name)
        column = navigation.column if navigation else column_of(name, table)
        found[column.logical_name] = column
    return list(found.values())


def filter_field(name: str, table: Table) -> Field:
    """How a filter asks for a property, or for a property of a record that a lookup points to."""
    prefix = ""
    while "/" in name:
        step, _, name = name.partition("/")
        lookup, table = _followed(step, table)
        prefix += f"{lookup.logical_name}__"
    return _field(column_of(name, table), prefix)


def _followed(step: str, table: Table) -> tuple[Column, Table]:
    navigation = table.navigations.get(step)
    if navigation is None:
        raise unknown_property(step, table)
    if navigation.column.in_extra or navigation.column.is_polymorphic:
        raise not_implemented(f"A filter or order by a property of '{step}' is not implemented.")
    return navigation.column, metadata.table(navigation.targets[0])


def _field(column: Column, prefix: str) -> Field:
    converter = _CONVERTERS[column.edm_type]
    if column.in_extra:
        return Field(
            path=f"{prefix}extra__{column.logical_name}",
            convert=lambda literal: _for_extra(converter(_bounded(literal)), column),
            is_text=column.is_text,
            blank_is_null=True,
        )
    return Field(
        path=prefix + column.attname,
        convert=lambda literal: converter(_bounded(literal)),
        is_text=column.is_text,
        blank_is_null=column.is_text,
        folded=prefix + column.folded_attname if column.folded_attname else "",
        fold=fold,
    )


def _for_extra(value: Any, column: Column) -> Any:
    if isinstance(value, UUID) and column.is_polymorphic:
        raise not_implemented(f"A filter by '{column.property_name}' is not implemented.")
    return to_extra(value, column)


def _bounded(literal: LiteralValue) -> LiteralValue:
    """Texts that no database takes, and numbers beyond every column, are refused here."""
    if isinstance(literal, str) and "\x00" in literal:
        raise bad_value("A text in a filter must not contain the character NUL.")
    if isinstance(literal, int | Decimal) and not -(2**63) <= literal < 2**63:
        raise bad_value("A number in a filter is too large.")
    return literal


def order_key(order: OrderBy, table: Table) -> Key:
    """The sort key of a term of ``$orderby``; text sorts without case where the column knows it so."""
    field = filter_field(order.path, table)
    return Key(field.folded or field.path, descending=order.descending)
