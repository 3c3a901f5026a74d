"""Changes the settings of a table mapping, as its page does; checked as a whole before anything is saved."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from crm_integration.actions.on_mappings import Edited, MappingInvalid
from crm_integration.models import IntegrationTableMapping
from crm_integration.rest_api import options
from crm_integration.sentences import sentence
from crm_integration.synch_engine.mapping_store import declaration_of
from crm_integration.table_mapping import filters
from crm_integration.table_mapping.declaration import DeletionConflict, TableMapping, UpdateConflict
from crm_integration.table_mapping.direction import Direction
from erp.rest_api.errors import INVALID_FIELD, INVALID_VALUE, PropertyError
from erp.rest_api.kinds import BOOLEAN, TEXT, Kind
from odata.errors import ODataError


def _tree(given: Any) -> Any:
    if not isinstance(given, dict):
        raise ValueError(given)
    return given


TREE: Final = replace(TEXT, edm="Edm.Untyped", from_json=_tree, schema={"type": "object"})
WRITTEN: Final[Mapping[str, Kind]] = {
    "enabled": BOOLEAN,
    "direction": options.DIRECTION,
    "tableFilter": TREE,
    "integrationTableFilter": TREE,
    "synchOnlyCoupledRecords": BOOLEAN,
    "updateConflictResolution": options.UPDATE_CONFLICT,
    "deletionConflictResolution": options.DELETION_CONFLICT,
}


def edited(stored: IntegrationTableMapping, given: Mapping[str, Any]) -> Edited:
    """The mapping as it is stored, with what was given. Raises PropertyError."""
    known = declaration_of(stored)
    changed = replace(
        known,
        direction=Direction(given.get("direction", known.direction.value)),
        erp_filter=_filter("tableFilter", given, known.erp_filter),
        crm_filter=_filter("integrationTableFilter", given, known.crm_filter),
        synch_only_coupled_records=given.get("synchOnlyCoupledRecords", known.synch_only_coupled_records),
        update_conflict_resolution=UpdateConflict(
            given.get("updateConflictResolution", known.update_conflict_resolution.value)
        ),
        deletion_conflict_resolution=DeletionConflict(
            given.get("deletionConflictResolution", known.deletion_conflict_resolution.value)
        ),
    )
    return Edited(changed, given.get("enabled", stored.is_enabled), stored.row_version)


def refusal(invalid: MappingInvalid, mapping: TableMapping) -> ODataError:
    """Everything that is wrong with the mapping; the first in the sentence."""
    tables = {"erp_table": mapping.erp_table, "crm_table": mapping.crm_table, "mapping": mapping.name}
    found = [
        {
            "code": problem.code,
            "message": sentence(problem.code, {**tables, "field": problem.field, **problem.params}),
        }
        for problem in invalid.problems
    ]
    message = found[0]["message"] if found else ""
    return ODataError(400, INVALID_FIELD, message, details={"problems": found})


def _filter(name: str, given: Mapping[str, Any], known: Any) -> Any:
    if name not in given:
        return known
    try:
        return filters.from_json(given[name])
    except filters.FilterInvalid as error:
        text = sentence(error.code, {"field": "", **error.params})
        raise PropertyError(INVALID_VALUE, name, text) from error
