"""A hundred changed records out of N: what the size of the table costs."""

from pathlib import Path
from typing import Any

from benchmarks.report import load, middle, print_goal, print_head, print_table
from benchmarks.sizes import parser, sizes_of
from benchmarks.workspace import Workspace, call, workspace

CHANGED = 100
GOAL = 2.0


def main() -> None:
    sizes = sizes_of(parser(__doc__, small=1_000).parse_args())
    print_head(f"{CHANGED} changed records out of N")
    rows, ratios = [], []
    with workspace(sizes.kept) as space:
        for side in ("CRM", "ERP"):
            few, many = _measure(space, side, sizes.small, sizes.large, sizes.repeat)
            ratios.append(middle(many, "seconds") / middle(few, "seconds"))
            rows.append(_row(side, sizes.small, few, ""))
            rows.append(_row(side, sizes.large, many, f"{ratios[-1]:.2f}"))
    head = ("changed in the", "N", "runs", "seconds", "requests", "queries", "over the smaller", "load")
    print_table(head, rows)
    print_goal(f"Less than {GOAL:g} times as long", is_reached=max(ratios) < GOAL)


def _measure(
    space: Workspace, side: str, small: int, large: int, repeat: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    few, many = space.synchronized(small), space.synchronized(large)
    results: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    in_crm, in_erp = (CHANGED, 0) if side == "CRM" else (0, CHANGED)
    with space.server(accounts=1, changed=in_crm):
        for _ in range(repeat):
            for prepared, measured in zip((few, many), results, strict=True):
                measured.append(_run(space, prepared, in_erp))
    return results


def _run(space: Workspace, prepared: Path, in_erp: int) -> Any:
    with space.copy_of(prepared) as data:
        result = call(data, "synchronization:synchronize_changes", changed_in_erp=in_erp)
    if result["modified"] != CHANGED:
        raise SystemExit(f"{result['modified']} of {CHANGED} records were modified.")
    return result


def _row(side: str, records: int, results: list[dict[str, Any]], ratio: str) -> tuple[Any, ...]:
    counts = [round(middle(results, name)) for name in ("requests", "queries")]
    return side, records, len(results), f"{middle(results, 'seconds'):.3f}", *counts, ratio, load()


if __name__ == "__main__":
    main()
