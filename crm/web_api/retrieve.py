"""Reads collections page by page, counts them, and reads single records and properties."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from crm.business_rules.errors import DOES_NOT_EXIST, CrmFault
from crm.business_rules.privileges import READ, readable
from crm.business_rules.privileges import depth as required_depth
from crm.metadata import Column, Table
from crm.web_api.annotations import annotate
from crm.web_api.columns import filter_field, order_key, selected_columns
from crm.web_api.expand import Expander
from crm.web_api.messages import ApiRequest, ApiResponse, empty_response, json_response
from crm.web_api.rows import RawRow, Row, RowReader
from odata.errors import bad_query
from odata.etag import format_etag
from odata.filters import to_q
from odata.keyset import Key, after, ordering
from odata.paging import decode_token, encode_token
from odata.query import COLLECTION_OPTIONS, RECORD_OPTIONS, QueryOptions, parse_query_options

MAX_PAGE: Final = 5_000
MAX_COUNT: Final = 5_000
_COUNT_ANNOTATION: Final = "Microsoft.Dynamics.CRM.totalrecordcount"


def retrieve_collection(request: ApiRequest, table: Table, within: Q | None = None) -> ApiResponse:
    """A page of the table's records, or of those ``within`` it."""
    options = parse_query_options(request.pairs, allowed=COLLECTION_OPTIONS)
    queryset = _matching(request, table, options, within)
    columns = selected_columns(options.select, table)
    keys = [*(order_key(order, table) for order in options.orderby), Key("pk", nullable=False)]
    expander = Expander(request.caller, request.preferences)
    hidden = [*(key.path for key in keys), *expander.hidden_paths(table, options.expand)]
    reader = RowReader(table, columns, hidden=hidden)
    size = _page_size(request, options)
    page = _after_token(queryset, keys, options).order_by(*ordering(keys))[: size + 1]
    rows = reader.read(page)
    more, rows = len(rows) > size, rows[:size]
    annotate(rows, reader, request.preferences)
    expander.expand(rows, reader, options.expand)
    content: Row = {"@odata.context": _context(request, table, columns, options)}
    content |= _count(queryset, request, options)
    content["value"] = [row.json for row in rows]
    if more and (options.top is None or request.preferences.max_page_size):
        content["@odata.nextLink"] = _next_link(request, reader, keys, rows[-1])
    return json_response(content, headers=_applied(request))


def _matching(request: ApiRequest, table: Table, options: QueryOptions, within: Q | None) -> QuerySet[Any]:
    queryset = table.model.objects.filter(readable(caller=request.caller, table=table))
    if within is not None:
        queryset = queryset.filter(within)
    if options.filter is not None:
        queryset = queryset.filter(to_q(options.filter, lambda name: filter_field(name, table)))
    return queryset


def _page_size(request: ApiRequest, options: QueryOptions) -> int:
    """``$top`` gives way to a page size that is asked for."""
    asked = request.preferences.max_page_size
    if asked is None and options.top is not None:
        return min(options.top, MAX_PAGE)
    return min(asked or MAX_PAGE, MAX_PAGE)


def _after_token(queryset: QuerySet[Any], keys: Sequence[Key], options: QueryOptions) -> QuerySet[Any]:
    if options.skiptoken is None:
        return queryset
    token = decode_token(options.skiptoken)
    values = token.get("after")
    paths = [key.path for key in keys]
    if token.get("keys") != paths or not isinstance(values, list) or len(values) != len(keys):
        raise bad_query("The $skiptoken does not belong to this query.")
    try:
        return queryset.filter(after(keys, values))
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise bad_query("The $skiptoken does not belong to this query.") from error


def _next_link(request: ApiRequest, reader: RowReader, keys: Sequence[Key], last: RawRow) -> str:
    token = encode_token(
        {"keys": [key.path for key in keys], "after": [reader.value(last, key.path) for key in keys]}
    )
    pairs = [pair for pair in request.pairs if pair[0] != "$skiptoken"]
    query = urlencode([*pairs, ("$skiptoken", token)], quote_via=quote, safe="$")
    return f"{request.root}{request.path}?{query}"


def _context(request: ApiRequest, table: Table, columns: Sequence[Column], options: QueryOptions) -> str:
    names = "" if options.select is None else f"({','.join(column.property_name for column in columns)})"
    return f"{request.root}$metadata#{table.entity_set}{names}"


def _count(queryset: QuerySet[Any], request: ApiRequest, options: QueryOptions) -> Row:
    if not options.count:
        return {}
    number = limited_count(queryset)
    content: Row = {"@odata.count": min(number, MAX_COUNT)}
    if request.preferences.wants_annotation(_COUNT_ANNOTATION):
        content[f"@{_COUNT_ANNOTATION}"] = min(number, MAX_COUNT)
        content[f"@{_COUNT_ANNOTATION}limitexceeded"] = number > MAX_COUNT
    return content


def limited_count(queryset: QuerySet[Any]) -> int:
    """How many there are, at most one more than may be told."""
    return queryset.order_by()[: MAX_COUNT + 1].count()


def count_collection(request: ApiRequest, table: Table, within: Q | None = None) -> ApiResponse:
    options = parse_query_options(request.pairs, allowed=frozenset({"$filter"}))
    number = min(limited_count(_matching(request, table, options, within)), MAX_COUNT)
    return ApiResponse(200, {"Content-Type": "text/plain", "OData-Version": "4.0"}, str(number).encode())


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
    expander = Expander(request.caller, request.preferences)
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
    context = f"{_context(request, table, columns, options)}/$entity"
    content = {"@odata.context": context, **row.json}
    own = {"ETag": format_etag(row.values[1]), **_applied(request), **(headers or {})}
    return json_response(content, status=status, headers=own)


def _applied(request: ApiRequest) -> dict[str, str]:
    applied = request.preferences.applied(
        max_page_size=min(request.preferences.max_page_size, MAX_PAGE)
        if request.preferences.max_page_size
        else None
    )
    return {"Preference-Applied": applied} if applied else {}
