"""``privileges``: everything that security roles can permit, computed from the tables; nobody writes it."""

from typing import Any, Final
from uuid import UUID

from crm import metadata
from crm.business_rules.privilege_ids import Right, all_privileges, privilege_name
from crm.business_rules.privileges import APPEND, APPEND_TO, ASSIGN, CREATE, DELETE, READ, WRITE
from crm.web_api.definitions.rows_query import matching, selected
from crm.web_api.messages import ApiRequest, ApiResponse, json_response
from odata.query import parse_query_options

_OPTIONS: Final = frozenset({"$select", "$filter", "$orderby", "$top", "$count"})
# The flags of AccessRights.
_RIGHTS: Final = {
    READ: 1,
    WRITE: 2,
    APPEND: 4,
    APPEND_TO: 16,
    CREATE: 32,
    DELETE: 65_536,
    ASSIGN: 524_288,
}


def read_privileges(request: ApiRequest) -> ApiResponse:
    """All that the filter leaves. Raises ODataError."""
    rows = [_row(identifier, right) for identifier, right in all_privileges().items()]
    options = parse_query_options(request.pairs, allowed=_OPTIONS)
    names = None if options.select is None else (*options.select, "privilegeid")
    kept = [selected(row, names) for row in matching(rows, options)]
    count = {"@odata.count": len(kept)} if options.count else {}
    return json_response({"@odata.context": f"{request.root}$metadata#privileges", **count, "value": kept})


def _row(identifier: UUID, right: Right) -> dict[str, Any]:
    table, verb = right
    is_owned = bool(table) and metadata.table(table).is_owned
    return {
        "privilegeid": str(identifier),
        "name": privilege_name(table, verb),
        "accessright": _RIGHTS.get(verb, 0) if table else 0,
        "canbebasic": is_owned,
        "canbelocal": is_owned,
        "canbedeep": False,
        "canbeglobal": True,
    }
