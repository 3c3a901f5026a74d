"""Which page of a list a request asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rest_framework.request import Request

from erp.rest_api.api_view import pairs
from odata.filter_cursor import FilterLimits
from odata.prefer import parse_prefer
from odata.query import COLLECTION_OPTIONS, QueryOptions, parse_query_options

OPTIONS: Final = (COLLECTION_OPTIONS | {"$skip"}) - {"$apply", "$deltatoken"}
LIMITS: Final = FilterLimits(case_functions=True)
PAGE: Final = 100
LARGEST_PAGE: Final = 1_000


@dataclass(frozen=True)
class AskedPage:
    """``headers`` say in the answer which preference was followed."""

    options: QueryOptions
    size: int
    headers: Mapping[str, str]


def asked_page(request: Request, *, allowed: frozenset[str] = OPTIONS) -> AskedPage:
    """Pages have 100 records, or as many as ``Prefer: odata.maxpagesize`` says, up to 1,000.

    Raises ODataError.
    """
    options = parse_query_options(pairs(request), allowed=allowed, limits=LIMITS)
    preferences = parse_prefer(request.headers.get("Prefer"))
    size = min(preferences.max_page_size or PAGE, LARGEST_PAGE)
    is_said = preferences.max_page_size is not None
    return AskedPage(options, size, {"Preference-Applied": f"odata.maxpagesize={size}"} if is_said else {})
