"""One page of a list: the rows behind the last row of the page before, found by their sort keys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from odata.errors import BAD_TOKEN, ODataError
from odata.keyset import Key, after, ordering
from odata.paging import decode_token, encode_token
from odata.query import QueryOptions


@dataclass(frozen=True)
class Page:
    """``rows`` hold their values by ORM path; ``next_token`` leads to the page behind them, if any."""

    rows: list[dict[str, Any]]
    next_token: str | None


def read_page(
    found: Any,
    *,
    keys: Sequence[Key],
    kinds: Mapping[str, type],
    options: QueryOptions,
    size: int,
    read: Callable[[Any], list[dict[str, Any]]],
) -> Page:
    """At most ``size`` rows; ``$top`` counts over all pages. ``kinds``: the type of each key, by its path.

    ``found`` is a query set, or what filters, sorts and slices like one; ``read`` gives the rows of such a
    query, those of the keys among their values. Raises ODataError for a token
    of another query.
    """
    left, start = options.top, options.skip or 0
    if options.skiptoken:
        token = decode_token(options.skiptoken)
        found = found.filter(after(keys, _values_after(token, keys, kinds)))
        left, start = _left_of(token), 0
    wanted = size if left is None else min(size, left)
    rows = read(found.order_by(*ordering(keys))[start : start + wanted + 1])
    if not wanted or len(rows) <= wanted or left == wanted:
        return Page(rows[:wanted], None)
    last = [rows[wanted - 1][key.path] for key in keys]
    behind = encode_token({"after": last, "left": None if left is None else left - wanted})
    return Page(rows[:wanted], behind)


def next_link(request: HttpRequest, token: str) -> str:
    """The address of the same query, from the token on."""
    query = request.GET.copy()
    query["$skiptoken"] = token
    return request.build_absolute_uri(f"{request.path}?{query.urlencode(safe='$,')}")


def _values_after(token: Mapping[str, Any], keys: Sequence[Key], kinds: Mapping[str, type]) -> list[Any]:
    values = token.get("after")
    if not isinstance(values, list) or len(values) != len(keys):
        raise _foreign_token()
    for key, value in zip(keys, values, strict=True):
        if type(value) is not kinds[key.path] and not (value is None and key.nullable):
            raise _foreign_token()
        if isinstance(value, str) and "\x00" in value:
            raise _foreign_token()
    return values


def _left_of(token: Mapping[str, Any]) -> int | None:
    """How many rows of ``$top`` are left; None for all."""
    left = token.get("left")
    if left is not None and (type(left) is not int or left < 1):
        raise _foreign_token()
    return left


def _foreign_token() -> ODataError:
    return ODataError(400, BAD_TOKEN, "The token in the link does not belong to this query.")
