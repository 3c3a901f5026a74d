"""Adds, changes and removes the rows of a mapping, as its page does: the mapping is saved as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from crm_integration.actions.field_rows import NOBODY_PICKS, new_row, with_row, without_row
from crm_integration.actions.on_mappings import Edited
from crm_integration.models import IntegrationFieldMapping, IntegrationTableMapping
from crm_integration.rest_api import options
from crm_integration.synch_engine.facts import facts_now
from crm_integration.synch_engine.mapping_store import declaration_of, row_of
from crm_integration.table_mapping.declaration import FieldRow, TableMapping
from crm_integration.table_mapping.direction import Direction
from erp.rest_api.errors import INVALID_FIELD, TOO_LONG, PropertyError
from erp.rest_api.kinds import BOOLEAN, TEXT, Kind
from odata.etag import content_version


@dataclass(frozen=True)
class Written:
    """What a property writes, and how it stands in JSON."""

    column: str
    kind: Kind


OF_ROW: Final[Mapping[str, Written]] = {
    "enabled": Written("is_enabled", BOOLEAN),
    "direction": Written("direction", options.DIRECTION),
    "constantValue": Written("constant_value", TEXT),
    "transformationRule": Written("transformation", TEXT),
    "notNull": Written("not_null", BOOLEAN),
    "clearValueOnFailedSynch": Written("clear_value_on_failed_synch", BOOLEAN),
}
CHANGED: Final = {name: written.kind for name, written in OF_ROW.items()}
NEW: Final = {"field": TEXT, "integrationTableField": TEXT, **CHANGED}


def version_of(row: IntegrationFieldMapping) -> int:
    known = row_of(row)
    return content_version([(name, str(getattr(known, name))) for name in sorted(FieldRow.__annotations__)])


def with_new(stored: IntegrationTableMapping, given: Mapping[str, Any]) -> tuple[Edited, FieldRow]:
    """The mapping with one more row. Raises PropertyError."""
    mapping = declaration_of(stored)
    erp_field, crm_column = given.get("field", ""), given.get("integrationTableField", "")
    if erp_field in NOBODY_PICKS:
        raise PropertyError(INVALID_FIELD, "field", f"'{erp_field}' is no field that is mapped.")
    row = new_row(erp_field, crm_column, facts_now(mapping.erp_table, mapping.crm_table))
    row = _changed(replace(row, direction=_usual_direction(row, mapping)), given)
    return _edited(stored, replace(mapping, fields=(*mapping.fields, row))), row


def with_changed(stored: IntegrationTableMapping, row: FieldRow, given: Mapping[str, Any]) -> Edited:
    """Raises PropertyError."""
    return _edited(stored, with_row(declaration_of(stored), _changed(row, given)))


def without(stored: IntegrationTableMapping, row: FieldRow) -> Edited:
    return _edited(stored, without_row(declaration_of(stored), row.key))


def _edited(stored: IntegrationTableMapping, mapping: TableMapping) -> Edited:
    return Edited(mapping, stored.is_enabled, stored.row_version)


def _usual_direction(row: FieldRow, mapping: TableMapping) -> Direction:
    """A constant goes to the side whose field is named; other rows go as the mapping does."""
    if not row.is_constant:
        return mapping.direction
    return Direction.FROM_INTEGRATION_TABLE if row.erp_field else Direction.TO_INTEGRATION_TABLE


def _changed(row: FieldRow, given: Mapping[str, Any]) -> FieldRow:
    values = {OF_ROW[name].column: value for name, value in given.items() if name in OF_ROW}
    if "direction" in values:
        values["direction"] = Direction(values["direction"])
    if "constant_value" in values:
        values["constant_value"] = _constant(values["constant_value"])
    return replace(row, **values)


def _constant(given: str) -> str:
    longest = IntegrationFieldMapping._meta.get_field("constant_value").max_length or 0
    if len(given.strip()) > longest:
        text = f"'constantValue' may not have more than {longest} characters."
        raise PropertyError(TOO_LONG, "constantValue", text)
    return given.strip()
