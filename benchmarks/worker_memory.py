"""The most memory that a worker holds during a full run, by the size of the table."""

from typing import Any

from benchmarks.report import load, middle, print_goal, print_head, print_table
from benchmarks.sizes import parser, sizes_of
from benchmarks.workspace import Workspace, call, workspace

GOAL = 1.3


def main() -> None:
    options = parser(__doc__)
    options.set_defaults(repeat=1)
    sizes = sizes_of(options.parse_args())
    print_head("Peak memory of the process that runs a full synchronization of N accounts")
    rows, ratios = [], []
    with workspace(sizes.kept) as space:
        for kind in ("first run", "second run"):
            few = [_measure(space, kind, sizes.small) for _ in range(sizes.repeat)]
            many = [_measure(space, kind, sizes.large)]
            ratios.append(middle(many, "peak_mib") / middle(few, "peak_mib"))
            rows.append((kind, sizes.small, len(few), round(middle(few, "peak_mib")), "", load()))
            rows.append(
                (kind, sizes.large, 1, round(middle(many, "peak_mib")), f"{ratios[-1]:.2f}", load()),
            )
    print_table(("", "N", "runs", "MiB", "over the smaller", "load"), rows)
    print_goal(f"Less than {GOAL} times as much", is_reached=max(ratios) < GOAL)


def _measure(space: Workspace, kind: str, records: int) -> Any:
    """The first run creates everything, the second one looks at everything again."""
    prepared = space.prepared() if kind == "first run" else space.synchronized(records)
    with space.server(accounts=records), space.copy_of(prepared) as data:
        return call(data, "synchronization:synchronize")


if __name__ == "__main__":
    main()
