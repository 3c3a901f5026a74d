"""What each user has asked of this web server lately, shared by its threads and processes.

A file that every process maps into its memory, so that counting costs a few microseconds and no database.
It holds a place for each of the users that came last: requests and execution time by slices of the sliding
window, and the requests that are under way with the process that answers them. Nothing in it must last: a
file that is lost or damaged starts from zero.
"""

import fcntl
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final
from uuid import UUID

SLICES: Final = 60
FLIGHTS: Final = 128
USERS: Final = 256
_HEAD: Final = struct.Struct("<16sd")
_SLICE: Final = struct.Struct("<III")
_FLIGHT: Final = struct.Struct("<II")
_SIZE: Final = _HEAD.size + SLICES * _SLICE.size + FLIGHTS * _FLIGHT.size
_FORGOTTEN_AFTER: Final = 900


@dataclass(frozen=True)
class Usage:
    """What lies in the window: requests, milliseconds, requests under way, and its oldest slice."""

    requests: int
    milliseconds: int
    under_way: int
    oldest: int


class SharedUsage:
    """The file of one web server. Whoever reads and writes holds ``locked``."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._file).st_size != USERS * _SIZE:
            os.ftruncate(self._file, USERS * _SIZE)
        self._memory = mmap.mmap(self._file, USERS * _SIZE)
        self._places: dict[UUID, int] = {}
        self._renew_lock()
        os.register_at_fork(after_in_child=self._renew_lock)

    def _renew_lock(self) -> None:
        self._lock = Lock()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One thread of one process at a time; the file's lock is the process's own and ends with it."""
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def place(self, user: UUID, now: float) -> int:
        """Where the user's numbers are; a user who comes anew gets the place of who was away longest."""
        known = self._places.get(user)
        if known is None or self._memory[known : known + 16] != user.bytes:
            known = self._find(user)
            self._places[user] = known
        _HEAD.pack_into(self._memory, known, user.bytes, now)
        return known

    def _find(self, user: UUID) -> int:
        heads = [_HEAD.unpack_from(self._memory, place) for place in range(0, USERS * _SIZE, _SIZE)]
        for index, (name, _) in enumerate(heads):
            if name == user.bytes:
                return index * _SIZE
        place = min(range(USERS), key=lambda index: heads[index][1]) * _SIZE
        self._memory[place : place + _SIZE] = bytes(_SIZE)
        return place

    def usage(self, place: int, *, now_slice: int) -> Usage:
        first = place + _HEAD.size
        requests = milliseconds = 0
        oldest = now_slice
        for number, count, spent in _SLICE.iter_unpack(self._memory[first : first + SLICES * _SLICE.size]):
            if (count or spent) and now_slice - SLICES < number <= now_slice:
                requests, milliseconds, oldest = requests + count, milliseconds + spent, min(oldest, number)
        return Usage(requests, milliseconds, sum(1 for _ in self._under_way(place)), oldest)

    def add(self, place: int, *, now_slice: int, requests: int = 0, milliseconds: int = 0) -> None:
        at = place + _HEAD.size + now_slice % SLICES * _SLICE.size
        number, count, spent = _SLICE.unpack_from(self._memory, at)
        if number != now_slice:
            count = spent = 0
        _SLICE.pack_into(self._memory, at, now_slice, count + requests, min(spent + milliseconds, 2**32 - 1))

    def take_off(self, place: int, now: float) -> int | None:
        """Notes a request under way and returns where; None if there is no room for more."""
        for at in self._flights(place):
            if not _FLIGHT.unpack_from(self._memory, at)[0]:
                _FLIGHT.pack_into(self._memory, at, os.getpid(), int(now))
                return at
        return None

    def land(self, flight: int) -> None:
        if _FLIGHT.unpack_from(self._memory, flight)[0] == os.getpid():
            _FLIGHT.pack_into(self._memory, flight, 0, 0)

    def forget_lost(self, place: int, now: float) -> None:
        """Forgets the requests of processes that ended, and those that nobody can wait for any more."""
        for at in list(self._under_way(place)):
            process, since = _FLIGHT.unpack_from(self._memory, at)
            if now - since > _FORGOTTEN_AFTER or not _is_alive(process):
                _FLIGHT.pack_into(self._memory, at, 0, 0)

    def _flights(self, place: int) -> range:
        first = place + _HEAD.size + SLICES * _SLICE.size
        return range(first, first + FLIGHTS * _FLIGHT.size, _FLIGHT.size)

    def _under_way(self, place: int) -> Iterator[int]:
        return (at for at in self._flights(place) if _FLIGHT.unpack_from(self._memory, at)[0])


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
