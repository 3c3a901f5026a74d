"""``connection/Dynamics.useDefaultSynchronizationSetup``: done, or only shown (``dryRun``)."""

from dataclasses import replace
from typing import Any, Final

from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.actions.on_connection import USE_DEFAULT_SETUP, refusing_changed_mappings
from crm_integration.connection.compare_mappings import (
    ComparedMapping,
    changed_mappings,
    compare_mappings,
)
from crm_integration.mappings.registry import MAPPINGS
from crm_integration.rest_api.bound_actions import OUTCOME, BoundAction, BoundActionView, Given, Subjects
from crm_integration.rest_api.connection import CONNECTION
from crm_integration.rest_api.differences_json import DIFFERENCES, differences_json
from crm_integration.rest_api.integration_view import refusals
from crm_integration.synch_engine.mapping_store import UnknownMapping
from erp.rest_api.kinds import BOOLEAN, LARGEST_INTEGER, TEXT
from erp.rest_api.openapi.described import Answer, Described

CHOSEN: Final = "integrationTableMappings"


def _chosen_of(given: Any) -> dict[str, int | None]:
    if not isinstance(given, list) or not 0 < len(given) <= len(MAPPINGS):
        raise ValueError(given)
    return dict(map(_one_of, given))


def _one_of(given: Any) -> tuple[str, int | None]:
    if not isinstance(given, dict) or set(given) - {"name", "version"}:
        raise ValueError(given)
    name, version = given.get("name"), given.get("version")
    if not isinstance(name, str) or ("version" in given and type(version) is not int):
        raise ValueError(given)
    if version is not None and not 0 <= version <= LARGEST_INTEGER:
        raise ValueError(given)
    return name, version


MAPPINGS_CHOSEN: Final = replace(
    TEXT,
    edm="Collection(Edm.ComplexType)",
    from_json=_chosen_of,
    schema={
        "type": "array",
        "minItems": 1,
        "maxItems": len(MAPPINGS),
        "items": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "example": "CUSTOMER"},
                "version": {"type": "integer", "minimum": 0, "maximum": LARGEST_INTEGER},
            },
        },
    },
)


class DefaultSetupView(BoundActionView):
    """Without mappings: all that differ from the mappings as they are delivered.

    The versions of a dry run bind what is done to what it showed: where a mapping was changed since, nothing
    is done.
    """

    def described(self, method: str) -> Described:
        schema = {"anyOf": [dict(OUTCOME), DIFFERENCES]}
        text = "What came of it; with dryRun, what would change."
        return self.described_as(
            {200: Answer(description=text, schema="defaultSetup")}, {"defaultSetup": schema}
        )

    def act(self, request: Request, key: str, given: Given) -> Response:
        if not given.get("dryRun"):
            return super().act(request, key, given)
        compared = _named(given[CHOSEN]) if CHOSEN in given else changed_mappings()
        context = self.context(request, "defaultSetup")
        return Response({"@odata.context": context, CHOSEN: [differences_json(one) for one in compared]})


def _named(names: Given) -> list[ComparedMapping]:
    """Raises ODataError where there is no such mapping."""
    compared = compare_mappings(names)
    for name in names.keys() - {one.name for one in compared}:
        with refusals(name), refusing_changed_mappings():
            raise UnknownMapping(name)
    return compared


def _subjects(_key: str, given: Given) -> Subjects:
    return Subjects(inputs={"restored": given[CHOSEN]} if CHOSEN in given else {})


USE_DEFAULT_SYNCHRONIZATION_SETUP: Final = BoundAction(
    resource=CONNECTION,
    name="useDefaultSynchronizationSetup",
    action=USE_DEFAULT_SETUP,
    subjects=_subjects,
    is_of_set=True,
    parameters={CHOSEN: MAPPINGS_CHOSEN, "dryRun": BOOLEAN},
    tells=True,
)
