"""Records of several tables that are one entity set: found, sorted and counted as if they were in one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Combined:
    """As much of a query set as the views ask for; ``parts`` have the values of the same paths.

    The database sorts them together and gives one page of them, as it does for one table.
    """

    parts: tuple[QuerySet[Any], ...]
    sorted_by: tuple[Any, ...] = ()
    window: slice | None = None

    def filter(self, *conditions: Any, **values: Any) -> "Combined":
        return replace(self, parts=tuple(part.filter(*conditions, **values) for part in self.parts))

    def order_by(self, *keys: Any) -> "Combined":
        return replace(self, sorted_by=keys)

    def __getitem__(self, window: slice) -> "Combined":
        return replace(self, window=window)

    def exists(self) -> bool:
        return any(part.exists() for part in self.parts)

    def count(self) -> int:
        return sum(part.count() for part in self.parts)

    def values(self, *paths: str) -> Sequence[dict[str, Any]]:
        first, *others = (part.order_by().values(*paths) for part in self.parts)
        found = first.union(*others, all=True)
        found = found.order_by(*self.sorted_by) if self.sorted_by else found
        return list(found if self.window is None else found[self.window])
