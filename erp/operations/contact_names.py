"""How the name of a person is made of its parts, and taken apart."""

from collections.abc import Mapping
from typing import Any

NAME_PARTS = ("first_name", "middle_name", "surname")
PART_LENGTH = 30


def joined_name(values: Mapping[str, Any]) -> str:
    """Returns first name, middle name and surname with blanks between them."""
    return " ".join(part for part in (values.get(name, "").strip() for name in NAME_PARTS) if part)


def split_name(name: str) -> dict[str, str]:
    """Returns the parts of a full name: the last word is the surname, the words between are middle names."""
    words = name.split()
    parts = (
        words[0] if len(words) > 1 else "",
        " ".join(words[1:-1]),
        words[-1] if words else "",
    )
    return {field: part[:PART_LENGTH].rstrip() for field, part in zip(NAME_PARTS, parts, strict=True)}


def complete_name(row: dict[str, Any], current: Mapping[str, Any]) -> None:
    """Completes a person's row: the parts decide the name; a name given alone decides the parts."""
    given = [name for name in NAME_PARTS if name in row]
    if any(row[name] != current.get(name, "") for name in given):
        row["name"] = joined_name({**current, **row})
    elif row.get("name", current.get("name")) != current.get("name"):
        row.update(split_name(row["name"]))
