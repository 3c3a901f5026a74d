"""A run that finds nothing to do: its requests and queries do not depend on the size of the table."""

from typing import Any

from benchmarks.report import load, print_goal, print_head, print_table
from benchmarks.sizes import parser, sizes_of
from benchmarks.workspace import Workspace, call, workspace

MOST_REQUESTS, MOST_QUERIES = 5, 20


def main() -> None:
    sizes = sizes_of(parser(__doc__, small=1_000).parse_args())
    print_head("A run of the mapping of customers with nothing to do")
    with workspace(sizes.kept) as space:
        results = {records: _measure(space, records) for records in (sizes.small, sizes.large)}
    names = ("requests", "queries", "transaction_statements")
    rows = [
        ("run", records, *(result[name] for name in names), f"{result['seconds'] * 1000:.0f}", load())
        for records, result in results.items()
    ]
    head = ("", "N", "requests", "queries", "begin and end of transactions", "milliseconds", "load")
    print_table(head, rows)
    few, many = results[sizes.small], results[sizes.large]
    print_goal("The same for every N", is_reached=all(few[name] == many[name] for name in names))
    print_goal(f"Fewer than {MOST_REQUESTS} requests", is_reached=many["requests"] < MOST_REQUESTS)
    print_goal(f"Fewer than {MOST_QUERIES} queries", is_reached=many["queries"] < MOST_QUERIES)


def _measure(space: Workspace, records: int) -> Any:
    prepared = space.synchronized(records)
    with space.server(accounts=1), space.copy_of(prepared) as data:
        return call(data, "synchronization:synchronize_nothing")


if __name__ == "__main__":
    main()
