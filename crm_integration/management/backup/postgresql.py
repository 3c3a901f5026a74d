"""Copies of PostgreSQL databases by PostgreSQL's own programs."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connections, transaction

ENVIRONMENT_NAMES = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}


class ProgramFailed(Exception):
    """A program of PostgreSQL is missing or could not do its work."""


@contextlib.contextmanager
def snapshots(aliases: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yields the name of a snapshot per database, for as long as the block lasts.

    Writers wait until every snapshot is taken, so that the copies belong together.
    """
    with contextlib.ExitStack() as held, contextlib.ExitStack() as locks:
        for alias in aliases:
            locks.enter_context(_writers_wait(alias))
        names = {alias: held.enter_context(_snapshot(alias)) for alias in aliases}
        locks.close()
        yield names


@contextlib.contextmanager
def _writers_wait(alias: str) -> Iterator[None]:
    """Takes a lock that readers don't feel on every table, on Django's own connection."""
    connection = connections[alias]
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if tables:
            quoted = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
            cursor.execute(f"LOCK TABLE {quoted} IN SHARE MODE")
        yield


@contextlib.contextmanager
def _snapshot(alias: str) -> Iterator[str]:
    """A connection of its own, because it outlives the locks."""
    connection = connections[alias].copy()
    try:
        connection.connect()
        with connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor.fetchone()[0]
    finally:
        connection.close()


def copy(*, alias: str, target: Path, snapshot: str) -> None:
    """Raises ProgramFailed."""
    _run("pg_dump", alias, ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"])


def bring_back(*, alias: str, source: Path) -> None:
    """Replaces the tables in one transaction. Raises ProgramFailed."""
    connections[alias].close()
    name = str(connections[alias].settings_dict["NAME"])
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
    _run("pg_restore", alias, [*options, f"--dbname={name}", str(source)])


def _run(program: str, alias: str, arguments: list[str]) -> None:
    path = shutil.which(program)
    if path is None:
        raise ProgramFailed(
            f"{program} was not found. Install PostgreSQL's client programs "
            "(Debian and Ubuntu: apt install postgresql-client)."
        )
    settings = connections[alias].settings_dict
    given = {name: str(settings[key]) for name, key in ENVIRONMENT_NAMES.items() if settings[key]}
    environment = {**os.environ, **given, "PGDATABASE": str(settings["NAME"])}
    done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ProgramFailed(f"{program} could not do its work on {settings['NAME']}: {done.stderr.strip()}")
