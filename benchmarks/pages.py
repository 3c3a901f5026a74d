"""Pages over a large table: the queries that each takes, and the time until its first byte."""

from benchmarks.report import load, print_goal, print_head, print_table
from benchmarks.sizes import parser, sizes_of
from benchmarks.workspace import Workspace, call, workspace

GOAL = 200


def main() -> None:
    options = parser(__doc__, small=1_000)
    options.set_defaults(repeat=9)
    sizes = sizes_of(options.parse_args())
    print_head("Pages with N customers that are coupled")
    with workspace(sizes.kept) as space:
        few = _measure(space, sizes.small, sizes.repeat)
        many = _measure(space, sizes.large, sizes.repeat)
    rows = [
        (
            one["page"],
            f"{less['queries']}",
            f"{one['queries']}",
            one["requests"],
            round(less["milliseconds"]),
            round(one["milliseconds"]),
        )
        for less, one in zip(few, many, strict=True)
    ]
    small, large = f"{sizes.small:,}", f"{sizes.large:,}"
    head = ("page", f"queries at {small}", f"at {large}", "requests", f"ms at {small}", f"at {large}")
    print_table(head, rows)
    print(f"Load at the end: {load()}")
    growing = [one["page"] for less, one in zip(few, many, strict=True) if one["queries"] > less["queries"]]
    slow = [one["page"] for one in many if one["milliseconds"] >= GOAL]
    print_goal(f"As many queries for few as for many {_except(growing)}", is_reached=not growing)
    print_goal(f"First byte within {GOAL} ms {_except(slow)}", is_reached=not slow)


def _except(pages: list[str]) -> str:
    return f"(but for: {'; '.join(pages)})" if pages else ""


def _measure(space: Workspace, records: int, repeat: int) -> list[dict[str, float]]:
    prepared = space.synchronized(records)
    with space.server(accounts=records), space.copy_of(prepared) as data:
        measured: list[dict[str, float]] = call(data, "pages:measure", repeat=repeat)
    return measured


if __name__ == "__main__":
    main()
