"""Reads collections page by page, counts them, and reads single records."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode
from uuid import UUID

from django.db.models import QuerySet

from crm.business_rules.errors import DOES_NOT_EXIST, CrmFault
from crm.business_rules.privileges import READ, readable
from crm.business_rules.privileges import depth as required_depth
from crm.metadata import Column, Table
from crm.web_api.aggregate import aggregate_rows
from crm.web_api.annotations import annotate
from crm.web_api.columns import selected_columns
from crm.web_api.expand import Expander
from crm.web_api.messages import ApiRequest, ApiResponse, empty_response, json_response
from crm.web_api.pages import MAX_PAGE, page_size, read_page, sort_keys
from crm.web_api.rows import RawRow, Row, RowReader
from crm.web_api.scope import Scope, scope_of
from crm.web_api.surroundings import surroundings
from odata.etag import format_etag
from odata.query import COLLECTION_OPTIONS, RECORD_OPTIONS, QueryOptions, parse_query_options

MAX_COUNT: Final = 5_000
TOTAL: Final = "Microsoft.Dynamics.CRM.totalrecordcount"


def retrieve_collection(request: ApiRequest, table: Table, scope: Scope | None = None) -> ApiResponse:
    """A page of the table's records, or of those of the ``scope``."""
    options = parse_query_options(request.pairs, allowed=COLLECTION_OPTIONS)
    scope = _matching(request, table, options, scope)
    if options.apply is not None:
        content: Row = {"@odata.context": f"{request.root}$metadata#{table.entity_set}"}
        content["value"] = aggregate_rows(scope, options, request.preferences)
        return json_response(content, headers=applied(request))
    columns = selected_columns(options.select, table)
    expander = Expander(request)
    keys = sort_keys(scope, options.orderby)
    hidden = [*(key.path for key in keys), *expander.hidden_paths(table, options.expand)]
    reader = RowReader(table, columns, hidden=hidden)
    page = read_page(scope.rows, reader, keys, page_size(request, options), options.skiptoken)
    annotate(page.rows, reader, request.preferences)
    expander.expand(page.rows, reader, options.expand)
    content = {"@odata.context": context_of(request, table, columns, options)}
    content |= count_content(scope.rows, request) if options.count else {}
    content["value"] = [row.json for row in page.rows]
    if page.cookie and (options.top is None or request.preferences.max_page_size):
        content["@odata.nextLink"] = next_link(request, page.cookie)
    return json_response(content, headers=applied(request))


def _matching(request: ApiRequest, table: Table, options: QueryOptions, scope: Scope | None) -> Scope:
    if scope is None:
        scope = scope_of(table, caller=request.caller, around=surroundings(request.caller))
    if options.filter is not None:
        scope.where(options.filter)
    return scope


def next_link(request: ApiRequest, cookie: str) -> str:
    pairs = [pair for pair in request.pairs if pair[0] != "$skiptoken"]
    query = urlencode([*pairs, ("$skiptoken", cookie)], quote_via=quote, safe="$")
    return f"{request.root}{request.path}?{query}"


def context_of(request: ApiRequest, table: Table, columns: Sequence[Column], options: QueryOptions) -> str:
    """What the answer holds: its table, the selected columns and the expanded navigation properties."""
    names = [] if options.select is None else [column.property_name for column in columns]
    names += [f"{item.name}({','.join(item.options.select or ())})" for item in options.expand]
    shown = f"({','.join(names)})" if names else ""
    return f"{request.root}$metadata#{table.entity_set}{shown}"


def count_content(rows: QuerySet[Any], request: ApiRequest) -> Row:
    number = limited_count(rows)
    content: Row = {"@odata.count": min(number, MAX_COUNT)}
    if request.preferences.wants_annotation(TOTAL):
        content[f"@{TOTAL}"] = min(number, MAX_COUNT)
    if request.preferences.wants_annotation(f"{TOTAL}limitexceeded"):
        content[f"@{TOTAL}limitexceeded"] = number > MAX_COUNT
    return content


def limited_count(rows: QuerySet[Any]) -> int:
    """How many there are, at most one more than may be told."""
    return rows.order_by()[: MAX_COUNT + 1].count()


def count_collection(request: ApiRequest, table: Table, scope: Scope | None = None) -> ApiResponse:
    """``/$count``: the number as text."""
    options = parse_query_options(request.pairs, allowed=frozenset({"$filter"}))
    number = min(limited_count(_matching(request, table, options, scope).rows), MAX_COUNT)
    return ApiResponse(200, {"Content-Type": "text/plain", "OData-Version": "4.0"}, str(number).encode())


def retrieve_references(request: ApiRequest, table: Table, scope: Scope) -> ApiResponse:
    """``/contact_customer_accounts/$ref``: the addresses of the records alone."""
    allowed = frozenset({"$filter", "$orderby", "$top", "$skiptoken"})
    options = parse_query_options(request.pairs, allowed=allowed)
    scope = _matching(request, table, options, scope)
    keys = sort_keys(scope, options.orderby)
    reader = RowReader(table, [], hidden=[key.path for key in keys])
    page = read_page(scope.rows, reader, keys, page_size(request, options), options.skiptoken)
    content: Row = {"@odata.context": f"{request.root}$metadata#Collection($ref)"}
    content["value"] = [
        {"@odata.id": f"{request.root}{table.entity_set}({row.values[0]})"} for row in page.rows
    ]
    if page.cookie and options.top is None:
        content["@odata.nextLink"] = next_link(request, page.cookie)
    return json_response(content, headers=applied(request))


def retrieve_record(request: ApiRequest, table: Table, record_id: UUID) -> ApiResponse:
    """One record; 304 if the caller has this version, unless more than the record is asked for."""
    options = parse_query_options(request.pairs, allowed=RECORD_OPTIONS)
    row = record_row(request, table, record_id, options)
    version = row.values[1]
    plain = not options.expand and not request.preferences.include_annotations
    if plain and request.preconditions.not_modified(version):
        return empty_response(status=304, headers={"ETag": format_etag(version)})
    return record_response(request, table, row, options)


def record_row(request: ApiRequest, table: Table, record_id: UUID, options: QueryOptions) -> RawRow:
    """The record as the caller may see it. Raises CrmFault."""
    expander = Expander(request)
    columns = selected_columns(options.select, table)
    reader = RowReader(table, columns, hidden=expander.hidden_paths(table, options.expand))
    rows = reader.read(visible(request, table, record_id))
    if not rows:
        raise CrmFault(DOES_NOT_EXIST, table=table.logical_name, id=record_id)
    annotate(rows, reader, request.preferences)
    expander.expand(rows, reader, options.expand)
    return rows[0]


def visible(request: ApiRequest, table: Table, record_id: UUID) -> QuerySet[Any]:
    required_depth(caller=request.caller, table=table, verb=READ)
    return table.model.objects.filter(readable(caller=request.caller, table=table), pk=record_id)


def record_response(
    request: ApiRequest,
    table: Table,
    row: RawRow,
    options: QueryOptions,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> ApiResponse:
    columns = selected_columns(options.select, table)
    context = f"{context_of(request, table, columns, options)}/$entity"
    content = {"@odata.context": context, **row.json}
    own = {"ETag": format_etag(row.values[1]), **applied(request), **(headers or {})}
    return json_response(content, status=status, headers=own)


def applied(request: ApiRequest) -> dict[str, str]:
    asked = request.preferences.max_page_size
    text = request.preferences.applied(max_page_size=min(asked, MAX_PAGE) if asked else None)
    return {"Preference-Applied": text} if text else {}
