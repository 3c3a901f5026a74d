"""What a body says, as values for an operation: properties become fields, ids become codes."""

import json
from collections.abc import Mapping
from typing import Any

from erp.queries.table_fields import table_fields, table_of
from erp.rest_api.entity import Entity, Property
from erp.rest_api.errors import (
    BAD_REQUEST,
    INVALID_FIELD,
    INVALID_GUID,
    INVALID_VALUE,
    NO_SUCH_REFERENCE,
    READ_ONLY,
    PropertyError,
)
from erp.rest_api.kinds import ID


def written_values(entity: Entity, body: Mapping[str, Any], *, within: str = "") -> dict[str, Any]:
    """Values by field name; ``within`` is said before the name of a property that cannot be taken.

    Raises PropertyError for the first of these.
    """
    try:
        return _values(entity, body)
    except PropertyError as error:
        error.field = within + error.field
        raise


def _values(entity: Entity, body: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, given in body.items():
        if "@odata." in name:
            continue
        column = _writable(entity, name)
        value = read_value(column, given)
        if column.related is not None:
            value = _key_of(column, value)
        if values.setdefault(column.field, value) != value:
            raise PropertyError(INVALID_FIELD, name, f"'{name}' and another property contradict each other.")
    return values


def values_with_lines(entity: Entity, body: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The values of a record, and of the lines that are entered with it (a deep insert)."""
    assert entity.lines is not None  # noqa: S101 - asked only of what has lines
    name = entity.lines.name
    given = body.get(name) or []
    if not isinstance(given, list) or not all(isinstance(line, dict) for line in given):
        raise PropertyError(BAD_REQUEST, name, f"'{name}' should be a list of objects.")
    lines = [written_values(entity.lines, line, within=f"{name}[{at}]/") for at, line in enumerate(given)]
    return written_values(entity, {key: value for key, value in body.items() if key != name}), lines


def _writable(entity: Entity, name: str) -> Property:
    column = entity.properties.get(name)
    if column is None:
        shown = name[:100]
        raise PropertyError(BAD_REQUEST, shown, f"'{entity.singular}' has no property '{shown}'.")
    if column.read_only:
        raise PropertyError(READ_ONLY, name, f"The property '{name}' is read-only.")
    return column


def read_value(column: Property, given: Any) -> Any:
    """What is stored for a value of JSON. Raises PropertyError."""
    try:
        return column.typed.from_json(given)
    except ValueError as error:
        code = INVALID_GUID if column.typed is ID else INVALID_VALUE
        message = f"The value '{_shown(given)}' of '{column.name}' should be {_wanted(column)}."
        raise PropertyError(code, column.name, message) from error


def _shown(given: Any) -> str:
    """A list or an object as it stands in JSON, where it is JSON."""
    is_made_of_others = isinstance(given, list | dict)
    return (json.dumps(given, default=str, ensure_ascii=False) if is_made_of_others else str(given))[:40]


def _wanted(column: Property) -> str:
    options = column.typed.schema.get("enum")
    return f"one of {', '.join(options)}" if options else f"of type {column.typed.edm}"


def _key_of(column: Property, record_id: Any) -> str:
    """The number or code that a reference holds, for the id of the record."""
    if record_id is None:
        return ""
    related: Any = column.related
    key = "no" if "no" in table_fields(table_of(related)) else "code"
    found = related._default_manager.filter(id=record_id).values_list(key, flat=True).first()
    if found is None:
        raise PropertyError(
            NO_SUCH_REFERENCE, column.name, f"There is no record {record_id} for '{column.name}'."
        )
    return str(found)
