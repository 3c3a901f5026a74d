"""Customers become accounts, against Microsoft's own Python client that creates the same rows.

The client refuses http, so both go through the same TLS front. Install it into an environment of its own:

    python3 -m venv DIR && DIR/bin/pip install PowerPlatform-Dataverse-Client
    python -m benchmarks.erp_to_crm --microsoft-python DIR/bin/python
"""

import argparse
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.recorded_server.accounts import account
from benchmarks.report import cpu_per_1000, load, print_goal, print_head, print_table, speed
from benchmarks.sizes import parser, sizes_of
from benchmarks.workspace import LONGEST_SECONDS, ROOT, Server, Workspace, call, environment, workspace

TEXTS = (
    "name",
    "address1_primarycontactname",
    "address1_line1",
    "address1_line2",
    "address1_postalcode",
    "address1_city",
    "address1_country",
    "emailaddress1",
    "websiteurl",
    "telephone1",
)
MICROSOFT = {
    "Microsoft's client, batches of 100": "batch",
    "Microsoft's client, CreateMultiple of 100": "create_multiple",
}
OURS = "synchronization to the CRM"
GOAL = 0.5


def main() -> None:
    options = parser(__doc__, large=0)
    options.formatter_class = argparse.RawDescriptionHelpFormatter
    options.add_argument("--microsoft-python", default="", help="the Python that has Microsoft's client")
    arguments = options.parse_args()
    sizes = sizes_of(arguments)
    print_head("ERP to CRM: N customers are created as accounts on the recorded server, over TLS")
    if not arguments.microsoft_python:
        print("Microsoft's client takes no part: --microsoft-python does not say where it is.\n")
    with workspace(sizes.kept) as space:
        for records, runs in sizes:
            _print(_measure(space, records, runs, arguments.microsoft_python), records, runs)


def _print(results: dict[str, list[dict[str, Any]]], records: int, runs: int) -> None:
    ours = speed(results[OURS], records)
    rows = []
    for name, measured in results.items():
        theirs = speed(measured, records)
        ratio = "" if name == OURS else f"{ours / theirs:.2f}"
        rows.append(
            (name, records, runs, round(theirs), cpu_per_1000(measured, records), ratio, load()),
        )
    print_table(("", "N", "runs", "records/s", "CPU s per 1,000", "our share of it", "load"), rows)
    for name in results.keys() - {OURS}:
        share = ours / speed(results[name], records)
        print_goal(f"At least {GOAL} of the speed of {name}", is_reached=share >= GOAL)


def _measure(
    space: Workspace, records: int, runs: int, microsoft_python: str
) -> dict[str, list[dict[str, Any]]]:
    customers = _with_customers(space, records)
    ways = MICROSOFT if microsoft_python else {}
    results: dict[str, list[dict[str, Any]]] = {name: [] for name in (*ways, OURS)}
    rows = space.folder / "rows.json"
    rows.write_text(json.dumps([_payload(number) for number in range(records)]), encoding="utf-8")
    with space.server(accounts=0) as server:
        for _ in range(runs):
            for name, way in ways.items():
                results[name].append(_microsoft(microsoft_python, server, rows, way))
            with space.copy_of(customers) as data:
                results[OURS].append(_ours(data, server))
    return results


def _with_customers(space: Workspace, records: int) -> Path:
    """A data directory with customers that are not coupled."""

    def make(folder: Path) -> None:
        shutil.copytree(space.prepared(), folder, dirs_exist_ok=True)
        with space.server(accounts=records):
            call(folder, "bare_loop:load", page_size=500, listeners=True)

    return space.made(f"customers-{records}", make)


def _ours(data: Path, server: Server) -> Any:
    call(data, "preparation:connect_to", url=server.tls_url)
    trusting = {"REQUESTS_CA_BUNDLE": server.authority}
    return call(data, "synchronization:synchronize", settings=trusting)


def _microsoft(python: str, server: Server, rows: Path, way: str) -> Any:
    done = subprocess.run(
        [python, "benchmarks/microsoft_client.py", server.tls_url, str(rows), way],
        cwd=ROOT,
        env=environment(REQUESTS_CA_BUNDLE=server.authority),
        stdout=subprocess.PIPE,
        text=True,
        timeout=LONGEST_SECONDS,
        check=True,
    )
    return json.loads(done.stdout)


def _payload(number: int) -> dict[str, Any]:
    """What the synchronization sends for the same customer."""
    known = account(number)
    values = {name: known[name] for name in TEXTS if known[name] is not None}
    owner, currency = known["_ownerid_value"], known["_transactioncurrencyid_value"]
    return values | {
        "ownerid@odata.bind": f"/systemusers({owner})",
        "transactioncurrencyid@odata.bind": f"/transactioncurrencies({currency})",
        "customertypecode": 3,
        "creditlimit": 0,
    }


if __name__ == "__main__":
    main()
