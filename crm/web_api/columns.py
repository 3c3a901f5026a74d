"""Finds the columns that a query names and says how each is asked of the database."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from crm.metadata import Column, Table
from crm.metadata.extra_values import to_extra
from crm.models.fields import fold
from odata.errors import ODataError, bad_value
from odata.expression import LiteralValue
from odata.filters import Field
from odata.literals import (
    to_boolean,
    to_date,
    to_date_and_time,
    to_decimal,
    to_guid,
    to_integer,
    to_text,
)


def _never(literal: LiteralValue) -> Any:
    raise bad_value("A picture is not compared.")


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
    "Edm.Binary": _never,
}


def unknown_property(name: str, table: Table) -> ODataError:
    return ODataError(
        400,
        "0x80060888",
        f"Could not find a property named '{name}' on type 'Microsoft.Dynamics.CRM.{table.logical_name}'.",
    )


def column_of(name: str, table: Table, *, logical: bool = False) -> Column:
    """The column of that property, or of that logical name. Raises ODataError."""
    column = table.properties.get(name)
    if column is None and logical:
        column = table.columns.get(name)
    if column is None or column.secret:
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


def field_of(column: Column, paths: Mapping[str, str]) -> Field:
    """How a filter asks for a column; ``paths`` are the ORM paths of its stored fields.

    Where ``paths`` has a ``reference``, that is the id in the text of a lookup to one of several tables.
    """
    if column.in_extra:
        return _extra_field(column, paths)
    converter = _CONVERTERS[column.edm_type]
    path = paths[column.attname]
    folded = paths[column.folded_attname] if column.folded_attname else ""
    return Field(
        path=path,
        convert=lambda literal: converter(_bounded(literal)),
        is_text=column.is_text,
        blank_is_null=column.is_text,
        folded=folded,
        fold=fold,
        ordered=f"{path}__lower" if column.is_text and not folded else "",
        kind=column.edm_type,
    )


def _extra_field(column: Column, paths: Mapping[str, str]) -> Field:
    converter = _CONVERTERS[column.edm_type]
    if "reference" in paths:
        return Field(paths["reference"], lambda literal: str(to_guid(_bounded(literal))))
    return Field(
        path=f"{paths['extra']}__{column.logical_name}",
        convert=lambda literal: to_extra(converter(_bounded(literal)), column),
        is_text=column.is_text,
        blank_is_null=True,
        kind=f"{column.edm_type} in extra",
    )


def _bounded(literal: LiteralValue) -> LiteralValue:
    """Texts that no database takes, and numbers beyond every column, are refused here."""
    if isinstance(literal, str) and "\x00" in literal:
        raise bad_value("A text in a filter must not contain the character NUL.")
    if isinstance(literal, int | Decimal) and not -(2**63) <= literal < 2**63:
        raise bad_value("A number in a filter is too large.")
    return literal
