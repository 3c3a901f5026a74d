"""The operation by which an API says what there is."""

from typing import Final

from erp.rest_api.openapi.described import Answer, Described, Schema
from erp.rest_api.openapi.refusals import READING

_SETS: Final[Schema] = {
    "type": "object",
    "required": ["@odata.context", "value"],
    "additionalProperties": False,
    "properties": {
        "@odata.context": {"type": "string"},
        "value": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "kind", "url"],
                "properties": {
                    "name": {"type": "string"},
                    "kind": {"type": "string", "enum": ["EntitySet", "Singleton"]},
                    "url": {"type": "string"},
                },
            },
        },
    },
}
SERVICE_DOCUMENT: Final = Described(
    name="listEntitySets",
    summary="List what there is",
    tag="service document",
    answers={200: Answer(description="The entity sets by name.", schema="serviceDocument")},
    schemas={"serviceDocument": _SETS},
    refusals=READING,
)
