"""Pages of a query: in which order, where a page begins, and the cookie that leads to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import QuerySet

from crm.web_api.messages import ApiRequest
from crm.web_api.rows import RawRow, RowReader
from crm.web_api.scope import Scope
from odata.errors import bad_query
from odata.keyset import Key, after, ordering
from odata.paging import decode_cookie, encode_cookie
from odata.query import OrderBy, QueryOptions

MAX_PAGE: Final = 5_000
BY_ID: Final = Key("pk", nullable=False)


@dataclass(frozen=True)
class Page:
    """``cookie`` leads to the next page; blank for the last."""

    rows: list[RawRow]
    reader: RowReader
    cookie: str = ""


def sort_keys(scope: Scope, orderby: Sequence[OrderBy]) -> list[Key]:
    """The keys of the order, made unique by the id."""
    return [*(scope.order_key(order) for order in orderby), BY_ID]


def page_size(request: ApiRequest, options: QueryOptions) -> int:
    """``$top`` gives way to a page size that is asked for."""
    asked = request.preferences.max_page_size
    if asked is None and options.top is not None:
        return min(options.top, MAX_PAGE)
    return min(asked or MAX_PAGE, MAX_PAGE)


def read_page(
    rows: QuerySet[Any], reader: RowReader, keys: Sequence[Key], size: int, cookie: str | None
) -> Page:
    """A page of rows; the reader must read the keys besides. Raises ODataError."""
    number = 1
    if cookie is not None:
        number, values = decode_cookie(cookie)
        rows = beyond(rows, keys, values)
    found = read(rows.order_by(*ordering(keys))[: size + 1], reader)
    if len(found) <= size or not size:
        return Page(found[:size], reader)
    return Page(found[:size], reader, next_cookie(reader, keys, found[size - 1], number + 1))


def read(rows: QuerySet[Any], reader: RowReader) -> list[RawRow]:
    """The rows. Raises ODataError if the database finds that a value does not fit its column."""
    try:
        return reader.read(rows)
    except (ValidationError, DataError, ValueError, TypeError, OverflowError) as error:
        raise bad_query("A value of the query does not fit its column.") from error


def beyond(rows: QuerySet[Any], keys: Sequence[Key], values: dict[str, Any]) -> QuerySet[Any]:
    """The rows after the place that a cookie names. Raises ODataError if it is one of another query."""
    last = values.get("after")
    if (
        values.get("keys") != [key.path for key in keys]
        or not isinstance(last, list)
        or len(last) != len(keys)
    ):
        raise bad_query("The $skiptoken does not belong to this query.")
    try:
        return rows.filter(after(keys, last))
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise bad_query("The $skiptoken does not belong to this query.") from error


def next_cookie(reader: RowReader, keys: Sequence[Key], last: RawRow, number: int) -> str:
    values = {"keys": [key.path for key in keys], "after": [reader.value(last, key.path) for key in keys]}
    return encode_cookie(number, values)
