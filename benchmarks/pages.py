"""Pages over a large table: the queries that each takes, and the time until its first byte."""

import shutil
from pathlib import Path
from typing import Any

from benchmarks.report import load, print_goal, print_head, print_table
from benchmarks.sizes import Sizes, parser, sizes_of
from benchmarks.workspace import Workspace, call, workspace

GOAL = 200


def main() -> None:
    options = parser(__doc__, small=1_000)
    options.set_defaults(repeat=9)
    sizes = sizes_of(options.parse_args())
    with workspace(sizes.kept) as space:
        print_head("Pages with N customers that are coupled")
        _print(sizes, [_of_customers(space, records, sizes.repeat) for records in _both(sizes)])
        print_head("Pages with N sales orders, shipments, invoices, ledger entries and archived versions")
        _print(sizes, [_of_documents(space, records, sizes.repeat) for records in _both(sizes)])


def _both(sizes: Sizes) -> tuple[int, int]:
    return sizes.small, sizes.large


def _print(sizes: Sizes, measured: list[list[dict[str, Any]]]) -> None:
    few, many = measured
    rows = [
        (
            one["page"],
            f"{less['queries']}",
            f"{one['queries']}",
            one["requests"],
            round(less["milliseconds"]),
            round(one["milliseconds"]),
            round(one["cpu_milliseconds"]),
        )
        for less, one in zip(few, many, strict=True)
    ]
    small, large = f"{sizes.small:,}", f"{sizes.large:,}"
    head = (
        "page",
        f"queries at {small}",
        f"at {large}",
        "requests",
        f"ms at {small}",
        f"at {large}",
        "of CPU",
    )
    print_table(head, rows)
    print(f"Load at the end: {load()}")
    growing = [one["page"] for less, one in zip(few, many, strict=True) if one["queries"] > less["queries"]]
    slow = [one.get("url", one["page"]) for one in many if one["milliseconds"] >= GOAL]
    print_goal(f"As many queries for few as for many {_except(growing)}", is_reached=not growing)
    print_goal(f"First byte within {GOAL} ms {_except(slow)}", is_reached=not slow)


def _except(pages: list[str]) -> str:
    return f"(but for: {'; '.join(pages)})" if pages else ""


def _of_customers(space: Workspace, records: int, repeat: int) -> list[dict[str, Any]]:
    prepared = space.synchronized(records)
    with space.server(accounts=records), space.copy_of(prepared) as data:
        measured: list[dict[str, Any]] = call(data, "pages:measure", repeat=repeat)
    return measured


def _of_documents(space: Workspace, documents: int, repeat: int) -> list[dict[str, Any]]:
    def make(folder: Path) -> None:
        shutil.copytree(space.prepared(), folder, dirs_exist_ok=True)
        call(folder, "document_pages:prepare", documents=documents)

    prepared = space.made(f"documents-{documents}", make)
    with space.server(accounts=1), space.copy_of(prepared) as data:
        measured: list[dict[str, Any]] = call(data, "document_pages:measure", repeat=repeat)
    return measured


if __name__ == "__main__":
    main()
