"""N items with stock and prices become products of the embedded CRM; then changes, nothing, and pages."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.report import load, middle, print_goal, print_head, print_table
from benchmarks.sizes import Sizes, parser, sizes_of
from benchmarks.workspace import Workspace, call, workspace

CHANGED = 100
TOOK = "first-run.json"
GROWTH, FIRST_BYTE, MEMORY = 2.0, 200, 1.3
MOST_REQUESTS, MOST_QUERIES = 5, 20


def main() -> None:
    options = parser(__doc__, small=1_000, large=20_000)
    options.set_defaults(repeat=3)
    sizes = sizes_of(options.parse_args())
    print_head("N items with prices, and the embedded CRM in process")
    with workspace(sizes.kept) as space:
        first = {items: _first(space, items) for items, _runs in sizes}
        _print_first(first)
        _print_nothing(space, sizes)
        _print_changes(space, sizes)
        _print_pages(space, sizes)


def _synchronized(space: Workspace, items: int) -> Path:
    """With every item coupled, and what that took; do not work in it, but in a copy."""

    def make(folder: Path) -> None:
        call(folder, "items:prepare", items=items)
        took = call(folder, "items:synchronize_all")
        (folder / TOOK).write_text(json.dumps(took), encoding="utf-8")

    return space.made(f"items-{items}", make)


def _first(space: Workspace, items: int) -> Any:
    return json.loads((_synchronized(space, items) / TOOK).read_text(encoding="utf-8"))


def _print_first(first: dict[int, Any]) -> None:
    rows, peaks = [], []
    for items, by_mapping in first.items():
        for mapping, result in by_mapping.items():
            if result["inserted"] < items:
                continue  # units and price groups are few
            waited = result["waited_seconds"] / result["seconds"]
            own = (1 - waited) * result["seconds"] * 1000 / result["inserted"]
            speed = round(result["inserted"] / result["seconds"])
            rows.append((mapping, items, speed, f"{waited:.0%}", f"{own:.2f}", result["requests"], load()))
        peaks.append(max(result["peak_mib"] for result in by_mapping.values()))
    head = ("first run", "N", "records/s", "of the time in the CRM", "own s per 1,000", "requests", "load")
    print_table(head, rows)
    if len(peaks) > 1:
        grown = peaks[-1] / peaks[0]
        print_goal(f"Memory {peaks[-1]:.0f} MiB, {grown:.2f} of the smaller", is_reached=grown < MEMORY)


def _print_nothing(space: Workspace, sizes: Sizes) -> None:
    counts: dict[str, list[tuple[int, int]]] = {}
    for items, _runs in sizes:
        with space.copy_of(_synchronized(space, items)) as data:
            for mapping, result in call(data, "items:synchronize_nothing").items():
                counts.setdefault(mapping, []).append((result["requests"], result["queries"]))
    shown = [
        (name, *(f"{requests} / {queries}" for requests, queries in found)) for name, found in counts.items()
    ]
    print_table(("nothing to do", *(f"requests / queries at {items:,}" for items, _ in sizes)), shown)
    constant = all(len(set(found)) == 1 for found in counts.values())
    few = all(one[0] < MOST_REQUESTS and one[1] < MOST_QUERIES for found in counts.values() for one in found)
    print_goal("Constant, fewer than 5 requests and 20 queries", is_reached=constant and few)


def _print_changes(space: Workspace, sizes: Sizes) -> None:
    rows, ratios = [], []
    for what in ("prices", "stock"):
        seconds = []
        for items, found in _changes(space, sizes, what).items():
            seconds.append(middle(found, "seconds"))
            rows.append((what, items, f"{seconds[-1]:.3f}", round(middle(found, "requests")), load()))
        ratios.append(seconds[-1] / seconds[0])
    print_table((f"{CHANGED} changed", "N", "seconds", "requests", "load"), rows)
    told = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print_goal(f"Less than {GROWTH:g} times as long: {told}", is_reached=max(ratios) < GROWTH)


def _changes(space: Workspace, sizes: Sizes, what: str) -> dict[int, list[Any]]:
    """What each run took, by number of items; they take turns.

    The first run after everything was synchronized also reads what that wrote, which the middle leaves out.
    """
    found: dict[int, list[Any]] = {items: [] for items, _runs in sizes}
    with ExitStack() as stack:
        data = {items: stack.enter_context(space.copy_of(_synchronized(space, items))) for items in found}
        for run in range(sizes.repeat):
            for items, folder in data.items():
                result = call(folder, f"items:change_{what}", changed=CHANGED, run=run)
                if result["modified"] != CHANGED:
                    raise SystemExit(f"{result['modified']} of {CHANGED} items were modified.")
                found[items].append(result)
    return found


def _print_pages(space: Workspace, sizes: Sizes) -> None:
    measured: list[list[dict[str, Any]]] = []
    for items, _runs in sizes:
        with space.copy_of(_synchronized(space, items)) as data:
            measured.append(call(data, "items:pages", repeat=sizes.repeat * 3))
    few, many = measured[0], measured[-1]
    rows = [
        (
            less["page"],
            less["queries"],
            one["queries"],
            *(round(each["milliseconds"]) for each in (less, one)),
        )
        for less, one in zip(few, many, strict=True)
    ]
    head = (
        "page",
        f"queries at {sizes.small:,}",
        f"at {sizes.large:,}",
        f"ms at {sizes.small:,}",
        "at the larger",
    )
    print_table(head, rows)
    constant = all(one["queries"] <= less["queries"] for less, one in zip(few, many, strict=True))
    quick = all(one["milliseconds"] < FIRST_BYTE for one in many)
    print_goal(f"Constant queries, first byte within {FIRST_BYTE} ms", is_reached=constant and quick)


if __name__ == "__main__":
    main()
