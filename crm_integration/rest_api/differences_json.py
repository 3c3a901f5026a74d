"""What differs from a mapping as it is delivered, in the words of the mappings' own resources."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from crm_integration.connection.compare_mappings import ComparedMapping
from crm_integration.mappings.registry import declared
from crm_integration.rest_api.integration_table_mappings import (
    INTEGRATION_FIELD_MAPPINGS,
    INTEGRATION_TABLE_MAPPINGS,
)
from crm_integration.synch_engine.mapping_store import settings_of
from crm_integration.table_mapping.declaration import FieldRow
from erp.rest_api.entity import Property
from erp.rest_api.openapi.described import Schema

_TEXT: Final = {"type": "string"}
# Whatever a setting holds; of a field mapping that one side has not, the whole of it or null.
_VALUE: Final[Schema] = {}
_DIFFERENCE: Final[Schema] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind", "field", "integrationTableField", "property", "default", "present"],
    "properties": {
        "kind": {"type": "string", "enum": ["Setting", "Changed", "Added", "Removed"]},
        "field": _TEXT,
        "integrationTableField": _TEXT,
        "property": _TEXT,
        "default": _VALUE,
        "present": _VALUE,
    },
}
_MAPPING: Final[Schema] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "version", "differences"],
    "properties": {
        "name": _TEXT,
        "version": {"type": "integer"},
        "differences": {"type": "array", "items": _DIFFERENCE},
    },
}
DIFFERENCES: Final[Schema] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["@odata.context", "integrationTableMappings"],
    "properties": {
        "@odata.context": _TEXT,
        "integrationTableMappings": {"type": "array", "items": _MAPPING},
    },
}
_SETTINGS: Final = {one.path: one for one in INTEGRATION_TABLE_MAPPINGS.declared if one.path}
_FILTERS: Final = {"erp_filter": "tableFilter", "crm_filter": "integrationTableFilter"}
_OF_ROW: Final = {one.path: one for one in INTEGRATION_FIELD_MAPPINGS.declared if one.path}


def differences_json(compared: ComparedMapping) -> dict[str, Any]:
    return {
        "name": compared.name,
        "version": compared.row_version,
        "differences": [*_settings(compared), *_rows(compared)],
    }


def _settings(compared: ComparedMapping) -> Iterator[dict[str, Any]]:
    default = settings_of(declared(compared.name, by_unit_group=compared.by_unit_group))
    present = settings_of(compared.present)
    for name in sorted(compared.found.settings):
        if name in _FILTERS:
            yield _difference("Setting", None, _FILTERS[name], default[name], present[name])
        else:
            one = _SETTINGS[name]
            yield _difference(
                "Setting", None, one.name, _value(one, default[name]), _value(one, present[name])
            )


def _rows(compared: ComparedMapping) -> Iterator[dict[str, Any]]:
    default = declared(compared.name, by_unit_group=compared.by_unit_group)
    delivered = {row.key: row for row in default.fields}
    for row in compared.present.fields:
        if row.key in compared.found.added:
            yield _difference("Added", row, "", None, _row_json(row))
        elif row.key in compared.found.changed:
            was, now = _row_json(delivered[row.key]), _row_json(row)
            yield from (
                _difference("Changed", row, name, was[name], now[name])
                for name in was
                if was[name] != now[name]
            )
    for row in compared.found.removed:
        yield _difference("Removed", row, "", _row_json(row), None)


def _row_json(row: FieldRow) -> dict[str, Any]:
    """``fixed``: an administrator cannot change the row."""
    stored = {field.name: getattr(row, field.name) for field in fields(row)}
    stored["direction"] = row.direction.value
    shown = {
        _OF_ROW[path].name: _value(_OF_ROW[path], value) for path, value in stored.items() if path in _OF_ROW
    }
    return {**shown, "fixed": row.is_fixed}


def _value(one: Property, stored: Any) -> Any:
    return one.typed.to_json(stored)


def _difference(kind: str, row: FieldRow | None, name: str, default: Any, present: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "field": row.erp_field if row else "",
        "integrationTableField": row.crm_column if row else "",
        "property": name,
        "default": default,
        "present": present,
    }
