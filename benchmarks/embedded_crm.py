"""The first full synchronization with the embedded CRM, in process and over HTTP; the share of the CRM."""

from pathlib import Path
from typing import Any

from benchmarks.report import cpu_per_1000, load, middle, print_head, print_table
from benchmarks.served_crm import served_crm
from benchmarks.sizes import parser, sizes_of
from benchmarks.workspace import Workspace, call, workspace


def main() -> None:
    sizes = sizes_of(parser(__doc__, large=0).parse_args())
    print_head("First full synchronization: N accounts of the embedded CRM become customers")
    rows = []
    with workspace(sizes.kept) as space:
        for records, runs in sizes:
            results: dict[str, list[dict[str, Any]]] = {"in process": [], "over HTTP": []}
            prepared = _prepared(space, records)
            for _ in range(runs):
                with space.copy_of(prepared) as data:
                    results["in process"].append(call(data, "synchronization:synchronize"))
                results["over HTTP"].append(_over_http(space, prepared))
            rows += [_row(name, runs, measured) for name, measured in results.items()]
    head = ("the CRM answers", "N", "runs", "records/s", "CPU s per 1,000", "of the time in the CRM", "load")
    print_table(head, rows)
    print("In process the CPU seconds are those of both; over HTTP they are the integration's alone.")


def _row(name: str, runs: int, results: list[dict[str, Any]]) -> tuple[Any, ...]:
    records = int(results[0]["inserted"])
    seconds = middle(results, "seconds")
    share = middle(results, "waited_seconds") / seconds
    cpu = cpu_per_1000(results, records)
    return name, records, runs, round(records / seconds), cpu, f"{share:.0%}", load()


def _prepared(space: Workspace, records: int) -> Path:
    return space.made(
        f"embedded-{records}", lambda folder: call(folder, "embedded:prepare", accounts=records)
    )


def _over_http(space: Workspace, prepared: Path) -> Any:
    """The CRM has a data directory and a process of its own."""
    with space.copy_of(prepared) as erp, space.copy_of(prepared) as crm, served_crm(crm, space.port) as url:
        call(erp, "embedded:move", url=url)
        return call(erp, "synchronization:synchronize", settings={"SERVE": "erp"})


if __name__ == "__main__":
    main()
