"""Reads the JSON of a write into values by logical name."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from crm.business_rules.errors import WRONG_TYPE, CrmFault
from crm.metadata import Column, EntityReference, Table
from crm.web_api.errors import BAD_REQUEST, bad_payload, not_implemented
from crm.web_api.resource_path import parse_reference
from odata.errors import ODataError

_BIND: Final = "@odata.bind"
_CONTROL: Final = ("@odata.", "@OData.", "@Microsoft.")
_DIRECT_LOOKUP: Final = (
    "CRM do not support direct update of Entity Reference properties, Use Navigation properties instead."
)


def parse_object(body: bytes) -> dict[str, Any]:
    """The JSON object of a body; numbers with decimals become Decimal. Raises ODataError."""
    try:
        content = json.loads(body.decode("utf-8"), parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise bad_payload("The body is not a JSON object.") from error
    if not isinstance(content, dict):
        raise bad_payload("The body is not a JSON object.")
    return content


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def record_values(content: dict[str, Any], table: Table, root: str) -> dict[str, Any]:
    """The columns that a JSON object sets. Raises ODataError for whatever is no column of the table."""
    values: dict[str, Any] = {}
    for name, value in content.items():
        if name.endswith(_BIND):
            column, reference = _bound(name.removesuffix(_BIND), value, table, root)
            values[column.logical_name] = reference
        elif "@" not in name:
            column = _column(name, value, table)
            values[column.logical_name] = _READERS.get(column.edm_type, _as_is)(value, column)
        elif not name[name.index("@") :].startswith(_CONTROL):
            raise _undeclared(name, table)
    return values


def _bound(name: str, value: Any, table: Table, root: str) -> tuple[Column, EntityReference | None]:
    navigation = table.navigations.get(name)
    if navigation is None:
        raise _undeclared(name, table)
    if value is None:
        return navigation.column, None
    if not isinstance(value, str):
        raise bad_payload(f"'{name}@odata.bind' must be a text such as /accounts(guid).")
    target, identifier = parse_reference(value, root)
    if target.logical_name not in navigation.targets:
        raise bad_payload(f"'{name}' cannot point to a record of the '{target.logical_name}' table.")
    return navigation.column, EntityReference(target.logical_name, identifier)


def _column(name: str, value: Any, table: Table) -> Column:
    navigation = table.navigations.get(name)
    if navigation is not None:
        if value is not None:
            raise not_implemented(f"Creating a related record inside another ('{name}') is not implemented.")
        return navigation.column
    if name in table.collections:
        raise not_implemented(f"Creating related records inside another ('{name}') is not implemented.")
    column = table.columns.get(name)
    if column is None and name in table.properties:
        raise ODataError(400, BAD_REQUEST, _DIRECT_LOOKUP)
    if column is None or column.is_lookup:
        raise _undeclared(name, table)
    return column


def _undeclared(name: str, table: Table) -> ODataError:
    return bad_payload(
        f"The property '{name[:100]}' does not exist on type 'Microsoft.Dynamics.CRM.{table.logical_name}'. "
        "Make sure to only use property names that are defined by the type."
    )


def _as_is(value: Any, column: Column) -> Any:
    return value


def _guid(value: Any, column: Column) -> UUID | None:
    return _read(UUID, value, column)


def _day(value: Any, column: Column) -> date | None:
    return _read(date.fromisoformat, value, column)


def _moment(value: Any, column: Column) -> datetime | None:
    moment = _read(datetime.fromisoformat, value, column)
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _read(reader: Callable[[str], Any], value: Any, column: Column) -> Any:
    if value is None:
        return None
    try:
        return reader(value if isinstance(value, str) else "")
    except ValueError:
        raise CrmFault(WRONG_TYPE, column=column.logical_name, type=column.edm_type) from None


_READERS: dict[str, Callable[[Any, Column], Any]] = {
    "Edm.Guid": _guid,
    "Edm.Date": _day,
    "Edm.DateTimeOffset": _moment,
}
