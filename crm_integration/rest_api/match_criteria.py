"""By which fields the records of a mapping are matched: ``Dynamics.setMatchCriteria``."""

from dataclasses import replace
from typing import Any, Final

from crm_integration.actions.on_matching import SAVE_CRITERIA, Criteria, Criterion
from crm_integration.models import IntegrationFieldMapping, IntegrationTableMapping
from crm_integration.rest_api import options
from crm_integration.rest_api.bound_actions import BoundAction, Given, Subjects
from crm_integration.rest_api.integration_table_mappings import INTEGRATION_TABLE_MAPPINGS
from crm_integration.rest_api.resource import quoted_name
from erp.queries.table_fields import table_fields
from erp.rest_api.errors import INVALID_FIELD, PropertyError
from erp.rest_api.kinds import BOOLEAN, TEXT

MOST: Final = 50
LOWEST_PRIORITY: Final = 999


def _criteria_of(given: Any) -> dict[str, Criterion]:
    if not isinstance(given, list) or not 0 < len(given) <= MOST:
        raise ValueError(given)
    return dict(map(_criterion_of, given))


def _criterion_of(given: Any) -> tuple[str, Criterion]:
    if not isinstance(given, dict) or set(given) - {"field", "priority", "caseSensitive"}:
        raise ValueError(given)
    field, priority = given.get("field"), given.get("priority", 0)
    if not isinstance(field, str) or type(priority) is not int or not 0 <= priority <= LOWEST_PRIORITY:
        raise ValueError(given)
    return field, Criterion(True, priority, BOOLEAN.from_json(given.get("caseSensitive", False)))


CRITERIA: Final = replace(
    TEXT,
    edm="Collection(Edm.ComplexType)",
    from_json=_criteria_of,
    schema={
        "type": "array",
        "minItems": 1,
        "maxItems": MOST,
        "items": {
            "type": "object",
            "required": ["field"],
            "additionalProperties": False,
            "properties": {
                "field": {"type": "string"},
                "priority": {"type": "integer", "minimum": 0, "maximum": LOWEST_PRIORITY},
                "caseSensitive": {"type": "boolean"},
            },
        },
    },
)


def _subjects(key: str, given: Given) -> Subjects:
    """Fields that are not named take part no longer; what follows a match stays where it is not said."""
    name = quoted_name(key)
    stored = IntegrationTableMapping.objects.get(name=name)
    fields = table_fields(stored.erp_table)
    rows = {
        row.erp_field: row.pk
        for row in IntegrationFieldMapping.objects.filter(mapping=name)
        if row.crm_column and row.erp_field in fields and fields[row.erp_field].type != "guid"
    }
    wanted: dict[str, Criterion] = given["criteria"]
    for field in wanted:
        if field not in rows:
            text = f"By the field '{field[:40]}' records of {name} cannot be matched."
            raise PropertyError(INVALID_FIELD, "criteria", text)
    criteria = Criteria(
        rows={pk: wanted.get(field, Criterion(False)) for field, pk in rows.items()},
        synch_after_coupling=given.get("synchronizeAfterCoupling", stored.synch_after_coupling),
        create_new_if_no_match=given.get("createNewIfUnableToFindAMatch", stored.create_new_if_no_match),
    )
    return Subjects(mapping=name, inputs={"criteria": criteria})


SET_MATCH_CRITERIA: Final = BoundAction(
    resource=INTEGRATION_TABLE_MAPPINGS,
    name="setMatchCriteria",
    action=SAVE_CRITERIA,
    subjects=_subjects,
    parameters={
        "criteria": CRITERIA,
        "synchronizeAfterCoupling": options.AFTER_COUPLING,
        "createNewIfUnableToFindAMatch": BOOLEAN,
    },
    required=("criteria",),
    tells=True,
)
