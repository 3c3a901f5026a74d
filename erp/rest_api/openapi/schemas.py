"""What stands in bodies: a schema for what has properties, and for its lists."""

from collections.abc import Iterable
from typing import Final

from erp.rest_api.entity import Entity, Navigation, Property
from erp.rest_api.openapi.described import Schema, Schemas, reference
from erp.rest_api.rows import ETAG

CONTEXT: Final = {
    "@odata.context": {"type": "string", "readOnly": True, "description": "Of an answer, not of its parts."}
}


def entity_schemas(entity: Entity) -> Schemas:
    """The schemas of an entity and its list, and those of its lines, by name."""
    record = record_schema(entity.properties.values())
    properties = record["properties"]
    properties[ETAG] = {"type": "string", "readOnly": True, "example": 'W/"1"'}
    own: dict[str, Schema] = {
        entity.singular: record,
        list_name(entity.singular): list_schema(entity.singular),
    }
    for navigation in entity.navigations:
        properties[navigation.name] = _expanded(navigation)
        own |= entity_schemas(navigation.to)
    if entity.lines is None:
        return own
    lines = {"type": "array", "items": reference(entity.lines.singular)}
    properties[entity.lines.name] = {**lines, "description": "In a POST, and where it is expanded."}
    return own | dict(entity_schemas(entity.lines))


def _expanded(navigation: Navigation) -> Schema:
    return {
        "allOf": [reference(navigation.to.singular)],
        "nullable": True,
        "readOnly": True,
        "description": "Where it is expanded; null where there is none.",
    }


def record_schema(properties: Iterable[Property]) -> Schema:
    described = {one.name: property_schema(one) for one in properties}
    return {"type": "object", "additionalProperties": False, "properties": CONTEXT | described}


def property_schema(one: Property) -> Schema:
    schema = dict(one.typed.schema)
    if one.max_length is not None and "enum" not in schema:
        schema["maxLength"] = one.max_length
    if one.read_only:
        schema["readOnly"] = True
    if not one.is_stored:
        schema["description"] = "Cannot be filtered or sorted by."
    return schema


def list_name(singular: str) -> str:
    return f"{singular}List"


def list_schema(singular: str) -> Schema:
    return {
        "type": "object",
        "required": ["@odata.context", "value"],
        "additionalProperties": False,
        "properties": {
            "@odata.context": {"type": "string"},
            "@odata.count": {"type": "integer", "description": "With $count=true."},
            "value": {"type": "array", "items": reference(singular)},
            "@odata.nextLink": {"type": "string", "description": "Where the next page is, if there is one."},
        },
    }
