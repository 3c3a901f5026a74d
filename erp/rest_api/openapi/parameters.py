"""What stands in paths, queries and headers."""

from typing import Any, Final

Parameter = dict[str, Any]


def _parameter(name: str, place: str, description: str, schema: dict[str, Any], **more: Any) -> Parameter:
    return {"name": name, "in": place, "description": description, "schema": schema, **more}


_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer", "minimum": 0}
_ID: Final = {"type": "string", "format": "uuid"}

PARAMETERS: Final[dict[str, Parameter]] = {
    "company_id": _parameter("company_id", "path", "The id of the company.", _ID, required=True),
    "parent_id": _parameter("parent_id", "path", "The id of the document.", _ID, required=True),
    "record_id": _parameter("record_id", "path", "The id of the record.", _ID, required=True),
    "filter": _parameter("$filter", "query", "Such as startswith(displayName,'A') and city ne ''", _TEXT),
    "orderby": _parameter("$orderby", "query", "Such as city desc,number", _TEXT),
    "select": _parameter("$select", "query", "The properties that are wanted, with commas.", _TEXT),
    "top": _parameter("$top", "query", "How many records at most, over all pages.", _NUMBER),
    "skip": _parameter("$skip", "query", "How many records are left out at the beginning.", _NUMBER),
    "count": _parameter("$count", "query", "Whether all that is found is counted.", {"type": "boolean"}),
    "skiptoken": _parameter("$skiptoken", "query", "From a next link; never made up.", _TEXT),
    "expand": _parameter("$expand", "query", "The lines, such as salesOrderLines($select=quantity)", _TEXT),
    "prefer": _parameter("Prefer", "header", "odata.maxpagesize=500; at most 1000, else 100.", _TEXT),
    "if_match": _parameter(
        "If-Match", "header", "The record's @odata.etag, or * for any version.", _TEXT, required=True
    ),
    "if_match_of_action": _parameter("If-Match", "header", "The record's @odata.etag, if it matters.", _TEXT),
}


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/parameters/{name}"}
