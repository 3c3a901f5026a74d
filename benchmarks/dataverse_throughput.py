"""The embedded CRM under other people's clients: rows written and read, and pages over a large table.

Microsoft's Python client writes and reads beside bare requests, both over TLS. ``make test-clients`` installs
it; another Python that has it: --microsoft-python. --small is the number of rows, --large that of the table.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import requests

from benchmarks.recorded_server.certificates import tls_context
from benchmarks.report import load, print_goal, print_head, print_table
from benchmarks.served_crm import served_crm
from benchmarks.sizes import parser, sizes_of
from benchmarks.workspace import LONGEST_SECONDS, ROOT, Workspace, call, environment, workspace

GOAL = 200
PAGE = 500
SELECT = (
    "name,accountnumber,emailaddress1,telephone1,address1_line1,address1_city,address1_postalcode,"
    "address1_country,createdon,_ownerid_value"
)
INDEXED = {
    "equality: statecode eq 0": "statecode eq 0",
    "equality: an owner": "_ownerid_value eq {owner}",
    "equality: a name": "name eq '{name}'",
    "range: names from D to M": "name ge 'D' and name lt 'M'",
    "range: modified since": "modifiedon ge 2020-01-01T00:00:00Z",
    "startswith: name": "startswith(name,'S')",
    "startswith: e-mail address": "startswith(emailaddress1,'post@scaled')",
}
REPORTED = {"contains: name": "contains(name,'son')", "contains: not one": "contains(name,'zzzzzz')"}
CLIENTS = {"bare requests": "bare_client", "Microsoft's client": "microsoft_throughput"}


def main() -> None:
    options = parser(__doc__, small=20_000)
    options.formatter_class = argparse.RawDescriptionHelpFormatter
    installed = ROOT / ".venv-clients/bin/python"
    default = str(installed) if installed.exists() else ""
    options.add_argument("--microsoft-python", default=default, help="the Python that has Microsoft's client")
    arguments = options.parse_args()
    sizes = sizes_of(arguments)
    with workspace(sizes.kept) as space:
        print_head(f"Rows written to and read from the embedded CRM over TLS, up to {sizes.small:,}")
        _print_work(space, sizes.small, arguments.microsoft_python)
        print_head(f"Pages of {PAGE} with ten columns out of {sizes.large:,} accounts")
        _print_pages(space, sizes.large, sizes.repeat)


def _prepared(space: Workspace, accounts: int) -> Path:
    return space.made(f"crm-{accounts}", lambda folder: call(folder, "crm_alone:prepare", accounts=accounts))


def _print_work(space: Workspace, rows: int, microsoft_python: str) -> None:
    if not microsoft_python:
        print("Microsoft's client takes no part: --microsoft-python does not say where it is.\n")
    pythons = {"bare requests": sys.executable, "Microsoft's client": microsoft_python}
    measured = {name: _work(space, rows, python, CLIENTS[name]) for name, python in pythons.items() if python}
    table = []
    for name, results in measured.items():
        for one in results:
            speed = round(one["records"] / one["seconds"])
            cpu = f"{1000 * one['cpu_seconds'] / one['records']:.2f}"
            table.append((one["name"], name, one["records"], speed, cpu))
    print_table(("", "client", "rows", "rows/s", "client's CPU s per 1,000"), sorted(table))
    print(f"Load at the end: {load()}")


def _work(space: Workspace, rows: int, python: str, client: str) -> list[dict[str, Any]]:
    with space.copy_of(_prepared(space, 0)) as data:
        _, authority = tls_context(data)
        credentials = data / "credentials.json"
        credentials.write_text(json.dumps(call(data, "crm_alone:register")), encoding="utf-8")
        with served_crm(data, space.port, certificate=data / "server.pem") as url:
            done = subprocess.run(
                [python, "-m", f"benchmarks.{client}", url, str(credentials), str(rows)],
                cwd=ROOT,
                env=environment(REQUESTS_CA_BUNDLE=str(authority)),
                stdout=subprocess.PIPE,
                text=True,
                timeout=LONGEST_SECONDS,
                check=True,
            )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _print_pages(space: Workspace, accounts: int, repeat: int) -> None:
    with space.copy_of(_prepared(space, accounts)) as data:
        credentials = call(data, "crm_alone:register")
        with served_crm(data, space.port) as url:
            session = _session(url, credentials)
            known = _known(session, url)
            rows = [
                _measure(session, url, name, condition.format(**known), repeat)
                for name, condition in (INDEXED | REPORTED).items()
            ]
    head = ("pages by", "rows", "median ms", "worst ms", "median ms of later pages")
    print_table(head, [(name, *numbers) for name, *numbers in rows])
    print(f"Load at the end: {load()}")
    slow = [name for name, _, *numbers in rows if name in INDEXED and _slowest(numbers) >= GOAL]
    but = f" (but for: {'; '.join(slow)})" if slow else ""
    print_goal(f"Pages by indexed columns within {GOAL} ms at the median{but}", is_reached=not slow)


def _slowest(numbers: list[Any]) -> int:
    """The median of first pages or of later ones, whichever is worse."""
    first, _, later = numbers
    return max(first, later or 0)


def _session(url: str, credentials: dict[str, str]) -> requests.Session:
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials["client id"],
        "client_secret": credentials["client secret"],
        "scope": f"{url}/.default",
    }
    session = requests.Session()
    answer = session.post(f"{url}/{credentials['tenant']}/oauth2/v2.0/token", form, timeout=60)
    session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    session.headers["Prefer"] = f"odata.maxpagesize={PAGE}"
    return session


def _known(session: requests.Session, url: str) -> dict[str, str]:
    """A name and an owner that occur."""
    (row,) = session.get(
        f"{url}/api/data/v9.2/accounts?$select=name,_ownerid_value&$top=1", headers={"Prefer": ""}, timeout=60
    ).json()["value"]
    return {"name": row["name"].replace("'", "''"), "owner": row["_ownerid_value"]}


def _measure(session: requests.Session, url: str, name: str, condition: str, repeat: int) -> tuple[Any, ...]:
    address = f"{url}/api/data/v9.2/accounts?$select={SELECT}&$filter={condition}"
    first, later, rows = [], [], 0
    for _ in range(max(repeat, 1)):
        times = list(_pages(session, address))
        rows = times[0][1]
        first.append(times[0][0])
        later += [milliseconds for milliseconds, _ in times[1:]]
    return name, rows, round(median(first)), round(max(first)), round(median(later)) if later else ""


def _pages(session: requests.Session, address: str, most: int = 4) -> Iterator[tuple[float, int]]:
    """Milliseconds and rows of the first pages."""
    for _ in range(most):
        started = time.perf_counter()
        answer = session.get(address, timeout=300)
        milliseconds = 1000 * (time.perf_counter() - started)
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code} {answer.text[:500]}")
        page = answer.json()
        yield milliseconds, len(page["value"])
        address = page.get("@odata.nextLink", "")
        if not address:
            return


if __name__ == "__main__":
    main()
