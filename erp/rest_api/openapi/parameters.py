"""What stands in paths, queries and headers."""

from collections.abc import Mapping
from typing import Any, Final

from erp.rest_api.openapi.described import Parameter

_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}
_ID: Final = {"type": "string", "format": "uuid"}


def _query(name: str, description: str, schema: Mapping[str, Any]) -> Parameter:
    return Parameter(component=name, name=f"${name}", place="query", description=description, schema=schema)


def in_path(name: str, description: str, schema: Mapping[str, Any], *, component: str = "") -> Parameter:
    return Parameter(
        component=component or name,
        name=name,
        place="path",
        description=description,
        schema=schema,
        required=True,
    )


COMPANY_ID: Final = in_path("company_id", "The id of the company.", _ID)
PARENT_ID: Final = in_path("parent_id", "The id of the document.", _ID)
RECORD_ID: Final = in_path("record_id", "The id of the record.", _ID)
IN_PATHS: Final = {one.name: one for one in (COMPANY_ID, PARENT_ID, RECORD_ID)}

FILTER: Final = _query("filter", "Such as startswith(displayName,'A') and city ne ''", _TEXT)
ORDERBY: Final = _query("orderby", "Such as city desc,number", _TEXT)
SELECT: Final = _query("select", "The properties that are wanted, with commas.", _TEXT)
TOP: Final = _query("top", "How many records at most, over all pages.", _NUMBER)
SKIP: Final = _query("skip", "How many records are left out at the beginning.", _NUMBER)
COUNT: Final = _query("count", "Whether all that is found is counted.", {"type": "boolean"})
SKIPTOKEN: Final = _query("skiptoken", "From a next link; never made up.", _TEXT)
EXPAND: Final = _query("expand", "Such as customer,salesOrderLines($select=quantity)", _TEXT)

PREFER: Final = Parameter(
    component="prefer",
    name="Prefer",
    place="header",
    description="odata.maxpagesize=500; at most 1000, else 100.",
    schema=_TEXT,
)
IF_MATCH: Final = Parameter(
    component="if_match",
    name="If-Match",
    place="header",
    description="The record's @odata.etag, or * for any version.",
    schema=_TEXT,
    required=True,
)
IF_MATCH_OF_ACTION: Final = Parameter(
    component="if_match_of_action",
    name="If-Match",
    place="header",
    description="The record's @odata.etag, if it matters.",
    schema=_TEXT,
)
OF_LIST: Final = (FILTER, ORDERBY, SELECT, TOP, SKIP, COUNT, SKIPTOKEN, PREFER)
