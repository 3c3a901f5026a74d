"""The records that a body chooses: ``ids``."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final, TypeVar
from uuid import UUID

from erp.rest_api.kinds import ID, NO_ID, TEXT, Kind

Key = TypeVar("Key", UUID, int)


def _ids_of(given: Any) -> tuple[UUID, ...]:
    return tuple(_each_once(given, _id_of))


def _id_of(given: Any) -> UUID:
    """Zeros are an id, too, which no record has."""
    if not isinstance(given, str) or not given:
        raise ValueError(given)
    return ID.from_json(given) or NO_ID


def _number_of(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given < 2**63:
        raise ValueError(given)
    return given


def _numbers_of(given: Any) -> tuple[int, ...]:
    return tuple(_each_once(given, _number_of))


def _each_once(given: Any, read: Callable[[Any], Key]) -> Iterable[Key]:
    """In the order in which they were named; who names none has chosen none, not all."""
    if not isinstance(given, list) or not given:
        raise ValueError(given)
    return dict.fromkeys(map(read, given))


IDS: Final[Kind] = replace(
    TEXT,
    edm="Collection(Edm.Guid)",
    from_json=_ids_of,
    schema={"type": "array", "items": dict(ID.schema), "minItems": 1, "maxItems": 1000},
)
NUMBERS: Final[Kind] = replace(
    TEXT,
    edm="Collection(Edm.Int64)",
    from_json=_numbers_of,
    schema={"type": "array", "items": {"type": "integer", "format": "int64", "minimum": 1}, "minItems": 1},
)
