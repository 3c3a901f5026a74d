"""The first full synchronization of accounts with customers, against a bare loop over the same operation."""

from typing import Any

from benchmarks.report import cpu_per_1000, load, print_goal, print_head, print_table, speed
from benchmarks.sizes import parser, sizes_of
from benchmarks.workspace import Workspace, call, workspace

PAGE_SIZE = 500
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "bare loop": ("bare_loop:load", {"page_size": PAGE_SIZE, "listeners": True}),
    "bare loop that nobody hears": ("bare_loop:load", {"page_size": PAGE_SIZE, "listeners": False}),
    "full synchronization": ("synchronization:synchronize", {}),
}
GOAL = 0.5


def main() -> None:
    sizes = sizes_of(parser(__doc__).parse_args())
    print_head("First full synchronization: N accounts of the recorded server become customers")
    rows, reached = [], True
    with workspace(sizes.kept) as space:
        for records, runs in sizes:
            results = _measure(space, records, runs)
            bare = speed(results["bare loop"], records)
            for name, measured in results.items():
                ratio = speed(measured, records) / bare
                rows.append(_row(name, records, runs, measured, ratio))
                reached = reached and (name != "full synchronization" or ratio >= GOAL)
    print_table(("", "N", "runs", "records/s", "CPU s per 1,000", "of the bare loop", "load"), rows)
    print_goal(f"At least {GOAL} of the speed of the bare loop", is_reached=reached)


def _measure(space: Workspace, records: int, runs: int) -> dict[str, list[dict[str, Any]]]:
    """Runs the ways in turn, so that a busy moment of the machine meets all of them."""
    results: dict[str, list[dict[str, Any]]] = {name: [] for name in WAYS}
    with space.server(accounts=records, page_size=PAGE_SIZE):
        for _ in range(runs):
            for name, (place, arguments) in WAYS.items():
                with space.copy_of(space.prepared()) as data:
                    result = call(data, place, **arguments)
                if result["inserted"] != records:
                    raise SystemExit(f"{name}: {result['inserted']} of {records} customers came.")
                results[name].append(result)
    return results


def _row(name: str, records: int, runs: int, results: list[dict[str, Any]], ratio: float) -> tuple[Any, ...]:
    cpu = cpu_per_1000(results, records)
    return name, records, runs, round(speed(results, records)), cpu, f"{ratio:.2f}", load()


if __name__ == "__main__":
    main()
