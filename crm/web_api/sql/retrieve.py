"""Answers a query in SQL."""

from dataclasses import replace

from crm.metadata import Table
from crm.web_api.fetch_xml.query import Fetch
from crm.web_api.fetch_xml.retrieve import FetchPage, answer
from crm.web_api.fetch_xml.scope import FetchScope
from crm.web_api.messages import ApiRequest, ApiResponse
from crm.web_api.retrieve import next_link
from crm.web_api.rows import Row
from crm.web_api.sql.parser import parse_sql
from odata.paging import encode_cookie, inner_cookie
from odata.query import parse_query_options


def retrieve_sql(request: ApiRequest, table: Table, text: str) -> ApiResponse:
    """The rows of a SELECT from the table of the address, with a link to the next page. Raises ODataError."""
    options = parse_query_options(request.pairs, allowed=frozenset({"$skiptoken"}))
    fetch = parse_sql(text)
    if options.skiptoken:
        number, cookie = inner_cookie(options.skiptoken)
        fetch = replace(fetch, page=number, cookie=cookie)
    return answer(request, table, fetch, paging=_next_link)


def _next_link(request: ApiRequest, fetch: Fetch, scope: FetchScope, page: FetchPage) -> Row:
    if not page.more:
        return {}
    return {"@odata.nextLink": next_link(request, page.cookie or encode_cookie(page.number + 1, {}))}
