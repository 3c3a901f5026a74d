"""Fills city, county and country from a known post code when they are blank; unknown codes are accepted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from erp.models import PostCode

_FILLED = ("city", "county", "country_region_code")


def fill_from_post_codes(rows: Sequence[dict[str, Any]], current: Sequence[Mapping[str, Any]]) -> None:
    """Completes the rows; ``current`` holds the values that the records have now (empty for new ones)."""
    wanted = {row["post_code"] for row in rows if row.get("post_code")}
    if not wanted:
        return
    known: dict[str, list[PostCode]] = defaultdict(list)
    for post_code in PostCode.objects.filter(code__in=wanted):
        known[post_code.code].append(post_code)
    for row, values in zip(rows, current, strict=True):
        # A post code that stands for several cities, or for the same code abroad, decides nothing.
        fitting = [place for place in known.get(row.get("post_code", ""), ()) if _fits(place, row, values)]
        if len(fitting) == 1:
            _fill(row, values, fitting[0])


def _fits(place: PostCode, row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    city = row.get("city", values.get("city", ""))
    country = row.get("country_region_code", values.get("country_region_code", ""))
    same_city = not city or city.casefold() == place.city.casefold()
    return same_city and (not country or country == (place.country_region_id or ""))


def _fill(row: dict[str, Any], values: Mapping[str, Any], place: PostCode) -> None:
    found = (place.city, place.county, place.country_region_id or "")
    for name, value in zip(_FILLED, found, strict=True):
        if value and not row.get(name, values.get(name, "")):
            row[name] = value
