"""Lists of customers over the REST API, beside a plain endpoint of Django REST framework on the same table.

Both answer in one process, in turn, to the same token, in pages of 500. On SQLite and on PostgreSQL
(CI_POSTGRES, or the server of this machine).
"""

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.orders import installation, server_version
from benchmarks.report import SQLITE, load, print_goal, print_head, print_table
from benchmarks.workspace import call

GOAL = 200
DATABASES = ("DATABASE_URL", "CRM_DATABASE_URL")
HEAD = ("list", "rows", "queries", "of few", "ms", "of CPU", "plain: queries", "ms", "of CPU", "times plain")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--small", type=int, default=2_000, metavar="N", help="default 2000")
    options.add_argument("--large", type=int, default=100_000, metavar="N", help="default 100000")
    options.add_argument("--repeat", type=int, default=9, metavar="N", help="default 9")
    options.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL out")
    chosen = options.parse_args()
    _compare(SQLITE, _files, chosen)
    if not chosen.sqlite_only:
        _compare(f"PostgreSQL {server_version()}", installation, chosen)


@contextmanager
def _files() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        yield {"DATA_DIR": folder}


def _compare(database: str, databases: Any, chosen: argparse.Namespace) -> None:
    print_head(f"Pages of {chosen.large:,} customers over REST", database=database)
    few, many = (_measured(databases, number, chosen.repeat) for number in (chosen.small, chosen.large))
    rows = [_row(less, one) for less, one in zip(few, many, strict=True)]
    print_table(HEAD, rows)
    print(f"Load at the end: {load()}")
    growing = [one["list"] for less, one in zip(few, many, strict=True) if one["queries"] > less["queries"]]
    slow = [one["list"] for one in many if one["milliseconds"] >= GOAL]
    print_goal(f"As many queries for few as for many {_except(growing)}", is_reached=not growing)
    print_goal(f"A page within {GOAL} ms {_except(slow)}", is_reached=not slow)


def _measured(databases: Any, customers: int, repeat: int) -> list[dict[str, Any]]:
    with databases() as settings:
        folder = Path(settings["DATA_DIR"])
        own: Mapping[str, str] = {name: settings[name] for name in DATABASES if name in settings}
        call(folder, "rest_lists:prepare", settings=own, customers=customers)
        measured: list[dict[str, Any]] = call(folder, "rest_lists:measure", settings=own, repeat=repeat)
    return measured


def _row(less: Mapping[str, Any], one: Mapping[str, Any]) -> tuple[Any, ...]:
    plain = one["plain"]
    return (
        one["list"],
        one["rows"],
        one["queries"],
        less["queries"],
        round(one["milliseconds"]),
        round(one["cpu_milliseconds"]),
        plain["queries"],
        round(plain["milliseconds"]),
        round(plain["cpu_milliseconds"]),
        f"{one['milliseconds'] / plain['milliseconds']:.2f}",
    )


def _except(lists: list[str]) -> str:
    return f"(but for: {'; '.join(lists)})" if lists else ""


if __name__ == "__main__":
    main()
