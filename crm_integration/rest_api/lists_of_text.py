"""A property that holds several texts."""

from dataclasses import replace
from typing import Any, Final

from erp.rest_api.kinds import TEXT, Kind


def _texts(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise ValueError(given)
    return tuple(given)


TEXTS: Final[Kind] = replace(
    TEXT,
    edm="Collection(Edm.String)",
    to_json=list,
    from_json=_texts,
    schema={"type": "array", "items": {"type": "string"}},
)
