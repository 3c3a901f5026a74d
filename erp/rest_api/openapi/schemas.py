"""What stands in bodies: a schema for every entity, for its lists, and for errors."""

from typing import Any, Final

from erp.rest_api.entity import Entity, Property
from erp.rest_api.rows import ETAG

Schema = dict[str, Any]

ERROR: Final[Schema] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string", "example": "BadRequest_InvalidToken"},
                "message": {"type": "string", "description": "A sentence that ends with a correlation id."},
                "target": {"type": "string", "description": "The property whose value is not acceptable."},
            },
        }
    },
}


def schemas_of(entity: Entity) -> dict[str, Schema]:
    """The schemas of an entity and its list, and those of its lines, by name."""
    own = {entity.singular: _record(entity), list_name(entity): _list(entity)}
    return own if entity.lines is None else own | schemas_of(entity.lines)


def list_name(entity: Entity) -> str:
    return f"{entity.singular}List"


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _record(entity: Entity) -> Schema:
    properties = {ETAG: {"type": "string", "readOnly": True, "example": 'W/"1"'}}
    properties |= {one.name: _property(one) for one in entity.properties.values()}
    if entity.lines is not None:
        lines = {"type": "array", "items": reference(entity.lines.singular)}
        properties[entity.lines.name] = {**lines, "description": "In a POST, and where it is expanded."}
    return {"type": "object", "properties": properties}


def _property(one: Property) -> Schema:
    schema = dict(one.typed.schema)
    if one.max_length is not None and "enum" not in schema:
        schema["maxLength"] = one.max_length
    if one.read_only:
        schema["readOnly"] = True
    if not one.is_stored:
        schema["description"] = "Cannot be filtered or sorted by."
    return schema


def _list(entity: Entity) -> Schema:
    return {
        "type": "object",
        "required": ["value"],
        "properties": {
            "@odata.context": {"type": "string"},
            "@odata.count": {"type": "integer", "description": "With $count=true."},
            "value": {"type": "array", "items": reference(entity.singular)},
            "@odata.nextLink": {"type": "string", "description": "Where the next page is, if there is one."},
        },
    }
