"""Reads what stands in the parentheses of a record's address: its id, or the values of an alternate key."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from crm.business_rules.validation import fitting
from crm.metadata import Column, EntityReference, Table
from crm.web_api.column_values import column_value
from crm.web_api.errors import BAD_REQUEST
from odata.arguments import literal_value, split_arguments
from odata.errors import ODataError, bad_query

_GUID: Final = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE | re.ASCII)


def parse_key(text: str, table: Table) -> UUID | Mapping[str, Any]:
    """The id, alone or by the name of the primary id, or the key's values by column. Raises ODataError."""
    if "=" not in text:
        return parse_guid(text)
    given = dict(split_arguments(text))
    if set(given) == {table.primary_id}:
        return parse_guid(given[table.primary_id])
    columns = {name: table.properties.get(name) for name in given}
    names = {column.logical_name for column in columns.values() if column is not None}
    if None in columns.values() or not any(names == set(key) for key in table.keys.values()):
        raise _no_key(table, given)
    return {
        column.logical_name: _value(given[name], column, table)
        for name, column in columns.items()
        if column is not None
    }


def _value(text: str, column: Column, table: Table) -> Any:
    if column.is_lookup:
        return EntityReference(next(iter(column.targets)), parse_guid(text))
    value = column_value(literal_value(text, column.edm_type), column)
    fitted = fitting(value, column=column, table=table.logical_name)
    if fitted is None:
        raise bad_query(f"The key attribute '{column.logical_name}' must have a value.")
    return fitted


def _no_key(table: Table, given: Mapping[str, str]) -> ODataError:
    names = ", ".join(given)[:100].encode("ascii", "backslashreplace").decode()
    return ODataError(
        400,
        BAD_REQUEST,
        f"The specified key attributes are not a defined key for the {table.logical_name} entity: {names}",
    )


def parse_guid(text: str) -> UUID:
    match = _GUID.fullmatch(text.strip().strip("'"))
    if match is None:
        shown = text[:60].encode("ascii", "backslashreplace").decode()
        raise bad_query(f"'{shown}' is not a GUID.")
    return UUID(match[1])
