"""What a test of the connection, or switching it on, found: each check with its sentence."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from crm_integration.actions.action import Level, Outcome
from crm_integration.sentences import sentence

CHECKED: Final[Mapping[str, Any]] = {
    "type": "object",
    "required": ["@odata.context", "code", "message", "passed", "results"],
    "properties": {
        "@odata.context": {"type": "string"},
        "code": {"type": "string"},
        "message": {"type": "string"},
        "passed": {"type": "boolean"},
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "message", "outcome"],
                "properties": {
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "outcome": {"type": "string", "enum": ["Ok", "Warning", "Error"]},
                },
            },
        },
    },
}


def checked_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "code": outcome.code,
        "message": sentence(outcome.code, outcome.params),
        "passed": outcome.level is not Level.ERROR,
        "results": results_json(outcome.params.get("results", ())),
    }


def results_json(results: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "code": found["code"],
            "message": sentence(found["code"], found["params"]),
            "outcome": found["outcome"].capitalize(),
        }
        for found in results
    ]
