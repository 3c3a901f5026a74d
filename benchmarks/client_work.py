"""The same work for every client: rows created, upserted and read. Runs in the Python that has the client."""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
TYPE = "Microsoft.Dynamics.CRM.account"
SELECT = ("name", "accountnumber", "telephone1", "address1_city", "revenue")
FILTER = "startswith(accountnumber,'Read')"
PAGE = 5_000
# Name, way, rows in a request, what their account numbers begin with, which part of all rows.
WRITES = (
    ("create, batches of 100", "batch", 100, "Batch", 4),
    ("create, CreateMultiple of 100", "create_multiple", 100, "Some", 4),
    ("create, CreateMultiple of 1,000", "create_multiple", 1_000, "Read", 1),
    ("upsert, UpsertMultiple of 100, all known", "upsert_multiple", 100, "Some", 4),
    ("upsert, UpsertMultiple of 1,000, all new", "upsert_multiple", 1_000, "New", 4),
)
READ = f"read, pages of {PAGE:,}, filtered by account number"


@dataclass(frozen=True)
class Work:
    """What a client does with rows; each way returns how many were acknowledged."""

    ways: Mapping[str, Callable[[Sequence[Row]], int]]
    read: Callable[[], int]


def run(work_of: Callable[[str, dict[str, str]], Work]) -> None:
    """Prints a line of JSON for everything that was measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("credentials", type=Path)
    parser.add_argument("rows", type=int)
    arguments = parser.parse_args()
    work = work_of(arguments.url, json.loads(arguments.credentials.read_text(encoding="utf-8")))
    for name, way, size, start, share in WRITES:
        rows = [_row(start, number) for number in range(arguments.rows // share)]
        _measure(name, len(rows), lambda way=way, rows=rows, size=size: _in_parts(work.ways[way], rows, size))
    _measure(READ, arguments.rows, work.read)


def _measure(name: str, records: int, do: Callable[[], int]) -> None:
    started, worked = time.perf_counter(), time.process_time()
    done = do()
    if done != records:
        raise SystemExit(f"{name}: {done} of {records} rows were acknowledged.")
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - worked
    print(json.dumps({"name": name, "records": records, "seconds": seconds, "cpu_seconds": cpu_seconds}))


def _in_parts(do: Callable[[Sequence[Row]], int], rows: Sequence[Row], size: int) -> int:
    return sum(do(part) for part in _parts(rows, size))


def _parts(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _row(start: str, number: int) -> Row:
    """No value is the label of an option, which Microsoft's client would look up."""
    return {
        "name": f"Company {number}",
        "accountnumber": f"{start}{number:06}",
        "telephone1": f"+47 {20_000_000 + number}",
        "emailaddress1": f"post@company{number}.example",
        "address1_line1": f"{number % 400} Harbour Street",
        "address1_city": "Halden",
        "address1_postalcode": f"{1000 + number % 9000}",
        "address1_country": "Norway",
        "revenue": number,
        "numberofemployees": number % 1000,
    }
