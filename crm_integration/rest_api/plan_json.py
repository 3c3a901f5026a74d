"""The plan of a coupled pair as JSON: what would be written where, and what stands in the way."""

from typing import Any, Final

from crm_integration.models import Coupling
from crm_integration.sentences import sentence
from crm_integration.synch_engine.plan import FieldConflict, FieldWrite, Plan, RecordState
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.problem import Problem
from crm_integration.table_mapping.values import canonical
from erp.rest_api.openapi.described import Schema

_TEXT: Final = {"type": "string"}
_VERSION: Final = {"type": "integer", "format": "int64"}
# Whatever a field holds: text, a number, true or false, or null.
_VALUE: Final[Schema] = {}


def _objects(**properties: Schema) -> Schema:
    row = {"type": "object", "additionalProperties": False, "properties": properties}
    return {"type": "array", "items": {**row, "required": list(properties)}}


PLAN: Final[Schema] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["couplingId", "action", "changes", "conflicts", "problems"],
    "properties": {
        "@odata.context": _TEXT,
        "couplingId": {"type": "string", "format": "uuid"},
        "integrationTableMapping": _TEXT,
        "action": _TEXT,
        "record": _TEXT,
        "recordVersion": _VERSION,
        "integrationRecordVersion": _VERSION,
        "changes": _objects(
            writtenTo={"type": "string", "enum": [side.value.upper() for side in Side]},
            field=_TEXT,
            oldValue=_VALUE,
            newValue=_VALUE,
        ),
        "conflicts": _objects(
            field=_TEXT, integrationTableField=_TEXT, value=_VALUE, integrationTableValue=_VALUE
        ),
        "problems": _objects(code=_TEXT, message=_TEXT, field=_TEXT),
    },
}


def plan_json(plan: Plan, coupling: Coupling) -> dict[str, Any]:
    """Values stand in the form in which both sides are compared: decimals and moments are text."""
    return {
        "couplingId": str(coupling.id),
        "integrationTableMapping": coupling.mapping_id,
        "action": "".join(map(str.capitalize, plan.action.value.split("_"))),
        "record": plan.pair.label,
        "recordVersion": _version(plan.pair.erp),
        "integrationRecordVersion": _version(plan.pair.crm),
        "changes": [_change(write) for write in plan.writes],
        "conflicts": [_conflict(found) for found in plan.conflicts],
        "problems": [_problem(found, coupling) for found in (*plan.problems, *plan.owed)],
    }


def _version(record: RecordState | None) -> int:
    return record.version if record else 0


def _change(write: FieldWrite) -> dict[str, Any]:
    """``field`` is the field of the back office or the column of the CRM that is written."""
    return {
        "writtenTo": write.side.value.upper(),
        "field": write.name,
        "oldValue": canonical(write.old),
        "newValue": canonical(write.new),
    }


def _conflict(found: FieldConflict) -> dict[str, Any]:
    return {
        "field": found.erp_field,
        "integrationTableField": found.crm_column,
        "value": found.erp,
        "integrationTableValue": found.crm,
    }


def _problem(found: Problem, coupling: Coupling) -> dict[str, Any]:
    known = {"erp_table": coupling.erp_table, "crm_table": coupling.crm_table, "mapping": coupling.mapping_id}
    params = {**known, "field": found.field, "cure": found.cure.value, **found.params}
    return {"code": found.code, "message": sentence(found.code, params), "field": found.field}
