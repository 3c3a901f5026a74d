"""The search name follows the name until somebody chooses another one."""

from collections.abc import Mapping
from typing import Any

from erp.models.fields import normalised_code

SEARCH_NAME_LENGTH = 100


def keep_search_name(row: dict[str, Any], current: Mapping[str, Any]) -> None:
    """Sets the search name along with a new name, unless it was given or chosen before."""
    if "name" not in row or row.get("search_name"):
        return
    old = current.get("search_name", "")
    if "search_name" in row or old in ("", _search_name(current.get("name", ""))):
        row["search_name"] = _search_name(row["name"])


def _search_name(name: str) -> str:
    # Upper case can be longer than the name: one letter may become two.
    return normalised_code(normalised_code(name)[:SEARCH_NAME_LENGTH])
