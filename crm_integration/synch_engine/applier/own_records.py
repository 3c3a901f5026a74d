"""Records that a synchronization is creating: they come coupled, so nobody needs to look at them."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_NONE: frozenset[UUID] = frozenset()
_under_creation: ContextVar[frozenset[UUID]] = ContextVar("under_creation", default=_NONE)


@contextmanager
def under_creation(ids: Iterable[UUID]) -> Iterator[None]:
    """Whoever hears of records being written leaves these out, within the block."""
    token = _under_creation.set(frozenset(ids))
    try:
        yield
    finally:
        _under_creation.reset(token)


def of_others(ids: Collection[UUID]) -> Collection[UUID]:
    """Returns the ids without those that a synchronization is creating here and now."""
    own = _under_creation.get()
    return [id for id in ids if id not in own] if own else ids
