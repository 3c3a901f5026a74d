"""Answers a FetchXML query: pages by cookie, or by number where rows of several tables were joined."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from crm.metadata import Table
from crm.web_api.aggregate import grouped_rows
from crm.web_api.annotations import annotate
from crm.web_api.fetch_xml.outputs import aggregate_order, aggregates_of, outputs_of, sort_keys
from crm.web_api.fetch_xml.parser import parse_fetch
from crm.web_api.fetch_xml.query import Fetch
from crm.web_api.fetch_xml.scope import FetchScope, fetch_scope, table_named
from crm.web_api.messages import ApiRequest, ApiResponse, json_response
from crm.web_api.pages import BY_ID, MAX_PAGE, beyond, next_cookie, read
from crm.web_api.retrieve import MAX_COUNT, TOTAL, applied, limited_count
from crm.web_api.rows import RawRow, Row, RowReader
from crm.web_api.surroundings import surroundings
from odata.errors import bad_query
from odata.keyset import Key, ordering
from odata.paging import decode_inner_cookie
from odata.query import parse_query_options

COOKIE: Final = "Microsoft.Dynamics.CRM.fetchxmlpagingcookie"
MORE: Final = "Microsoft.Dynamics.CRM.morerecords"
MAX_ROWS_BY_NUMBER: Final = 50_000


@dataclass(frozen=True)
class FetchPage:
    """``cookie`` leads to the next page; blank for the last, and where pages are found by number."""

    rows: list[RawRow]
    number: int
    cookie: str
    more: bool


def retrieve_fetch(request: ApiRequest, table: Table, text: str) -> ApiResponse:
    """The rows of the query, whose entity must be that of the address. Raises ODataError."""
    parse_query_options(request.pairs, allowed=frozenset())
    fetch = parse_fetch(text)
    return answer(request, table, fetch, paging=_paging)


def answer(
    request: ApiRequest,
    table: Table,
    fetch: Fetch,
    *,
    paging: Callable[[ApiRequest, Fetch, FetchScope, "FetchPage"], Row],
) -> ApiResponse:
    """The rows of a query, whatever it was written in; ``paging`` says how the next page is found."""
    if table_named(fetch.entity.name).logical_name != table.logical_name:
        raise bad_query(f"The entity of the query is not that of '{table.entity_set}'.")
    scope = fetch_scope(table, request.caller, surroundings(request.caller))
    scope.add(fetch.entity, scope.main)
    content: Row = {"@odata.context": f"{request.root}$metadata#{table.entity_set}"}
    if fetch.aggregate:
        content["value"] = _aggregated(request, fetch, scope)
        return json_response(content, headers=applied(request))
    page = _page(request, fetch, scope)
    content |= paging(request, fetch, scope, page)
    content["value"] = [row.json for row in page.rows]
    return json_response(content, headers=applied(request))


def _aggregated(request: ApiRequest, fetch: Fetch, scope: FetchScope) -> list[Row]:
    groups, measures = aggregates_of(fetch, scope)
    order = aggregate_order(fetch, groups, measures, scope)
    top = fetch.top or fetch.count
    return grouped_rows(scope, groups, measures, request.preferences, order=order, top=top)


def _page(request: ApiRequest, fetch: Fetch, scope: FetchScope) -> FetchPage:
    outputs, keys = outputs_of(fetch, scope), sort_keys(fetch, scope)
    size = min(fetch.top or fetch.count or request.preferences.max_page_size or MAX_PAGE, MAX_PAGE)
    by_cookie = not scope.is_multiplied and not fetch.distinct
    if fetch.distinct:
        shown = {path for item in outputs for path in item.paths}
        if not outputs or any(key.path not in shown and not _follows(key, shown) for key in keys):
            raise bad_query("The rows of a distinct query can be put in order by its own attributes only.")
        keys = keys or [Key(outputs[0].path)]
        reader = RowReader(scope.table, [], outputs=outputs, bare=True, hidden=[key.path for key in keys])
        scope.rows = scope.rows.distinct()
    else:
        keys = [*keys, *_tie_breakers(scope), BY_ID]
        reader = RowReader(scope.table, [], outputs=outputs, hidden=[key.path for key in keys])
        if not outputs:
            reader = RowReader(
                scope.table, [scope.table.columns[scope.table.primary_id]], hidden=reader.hidden
            )
    rows, number = scope.rows.order_by(*ordering(keys)), fetch.page
    start = fetch.offset
    if fetch.cookie and by_cookie:
        start = 0
        _, values = decode_inner_cookie(fetch.cookie)
        rows = beyond(rows, keys, values)
    elif number > 1:
        start += (number - 1) * size
        if start + size > MAX_ROWS_BY_NUMBER:
            raise bad_query("Pages by number alone end after 50,000 rows; use the paging cookie.")
    found = read(rows[start : start + size + 1], reader)
    more, found = len(found) > size and fetch.top is None, found[:size]
    annotate(found, reader, request.preferences)
    cookie = next_cookie(reader, keys, found[-1], number + 1) if more and by_cookie else ""
    return FetchPage(found, number, cookie, more)


def _follows(key: Key, shown: set[str]) -> bool:
    """Whether a key is made from what the rows show, so that it makes no two rows of one."""
    return any(key.path.startswith(path) for path in shown) or key.path.endswith(("_label", "_folded"))


def _tie_breakers(scope: FetchScope) -> Sequence[Key]:
    """The ids of joined rows, so that rows which share the main record keep their order."""
    if not scope.is_multiplied:
        return []
    places = [place for place in scope.places.values() if place.alias]
    return [Key(scope.path(place, place.table.model._meta.pk.attname)) for place in places]


def _paging(request: ApiRequest, fetch: Fetch, scope: FetchScope, page: FetchPage) -> Row:
    """Annotations that were asked for; the cookie comes unasked, or nobody would miss what is left."""
    preferences = request.preferences
    number = limited_count(scope.rows) if fetch.with_total else -1
    values = {
        TOTAL: min(number, MAX_COUNT),
        f"{TOTAL}limitexceeded": number > MAX_COUNT,
        MORE: page.more,
    }
    content = {f"@{name}": value for name, value in values.items() if preferences.wants_annotation(name)}
    return content | ({f"@{COOKIE}": page.cookie} if page.cookie else {})
