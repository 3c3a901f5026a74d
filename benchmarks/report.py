"""What a benchmark prints: the machine, the table, and whether the goal was reached."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Any

SQLITE = f"SQLite {sqlite3.sqlite_version}"


def machine(database: str) -> str:
    """Processors, memory, versions and how busy the machine is, on one line."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {round(pages * size / 2**30)} GiB, "
        f"Python {platform.python_version()}, {database}, load {load()}"
    )


def load() -> str:
    """How many processes wanted a core at once in the last minute; above the number of cores they waited."""
    return f"{os.getloadavg()[0]:.1f}"


def print_head(title: str, *, database: str = SQLITE) -> None:
    """``database`` is the one that is measured on, with its version."""
    print(f"\n{title}\n{machine(database)}\n", flush=True)


def print_table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The first column is text, the others are numbers or short words."""
    texts = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[index]) for row in texts) for index in range(len(head))]
    texts.insert(1, ["-" * width for width in widths])
    for first, *others in texts:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        print("  ".join(cells).rstrip())
    print(flush=True)


def print_goal(text: str, *, is_reached: bool) -> None:
    print(f"{text}: {'reached' if is_reached else 'missed'}", flush=True)


def middle(results: Sequence[dict[str, Any]], name: str) -> float:
    """The median of one measure."""
    return median(float(result[name]) for result in results)


def speed(results: Sequence[dict[str, Any]], records: int) -> float:
    """Records per second, by the median of the seconds."""
    return records / middle(results, "seconds")


def cpu_per_1000(results: Sequence[dict[str, Any]], records: int) -> str:
    """Seconds of processor time of the measured process per 1,000 records."""
    return f"{1000 * middle(results, 'cpu_seconds') / records:.2f}"
