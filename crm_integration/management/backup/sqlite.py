"""Copies of SQLite databases, taken and brought back while others may be connected."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connections

WAIT_SECONDS = 60


@contextlib.contextmanager
def nobody_writes(aliases: Sequence[str]) -> Iterator[None]:
    """Holds the write lock of several databases, so that copies of them belong together."""
    with contextlib.ExitStack() as stack:
        for alias in aliases:
            connection = sqlite3.connect(_file(alias), timeout=WAIT_SECONDS, isolation_level=None)
            stack.callback(connection.close)
            connection.execute("BEGIN IMMEDIATE")
        yield


def copy(*, alias: str, target: Path) -> None:
    with contextlib.closing(sqlite3.connect(_file(alias), timeout=WAIT_SECONDS)) as source:
        source.execute("VACUUM INTO ?", (str(target),))


def bring_back(*, alias: str, source: Path) -> None:
    """Overwrites the database in one transaction of SQLite's own; open connections see the new content."""
    with (
        contextlib.closing(sqlite3.connect(source)) as copied,
        contextlib.closing(sqlite3.connect(_file(alias), timeout=WAIT_SECONDS)) as database,
    ):
        copied.backup(database)


def _file(alias: str) -> str:
    return str(connections[alias].settings_dict["NAME"])
