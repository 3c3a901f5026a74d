"""Submitted orders of five lines become sales orders: orders per second with one and with two workers.

On PostgreSQL and Redis (CI_POSTGRES, CI_REDIS, or those of this machine), with the embedded CRM in the
workers' processes and a delay injected into each request to it.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.report import load, print_goal, print_head, print_table
from benchmarks.workspace import ROOT, environment

GOAL = 1.6
POSTGRES = os.environ.get("CI_POSTGRES", "postgres://root@127.0.0.1:5432")
REDIS = os.environ.get("CI_REDIS", "redis://127.0.0.1:6379")
LONGEST_SECONDS = 1800


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--orders", type=int, default=1_000, metavar="N", help="default 1000")
    options.add_argument("--delay", type=int, default=20, metavar="MS", help="per request, default 20")
    chosen = options.parse_args()
    title = f"{chosen.orders} submitted orders of 5 lines, {chosen.delay} ms more per request"
    print_head(title, database=f"PostgreSQL {server_version()}")
    rows, speeds = [], []
    with installation() as settings:
        inside(settings, "prepare")
        for workers in (1, 2):
            before = inside(settings, "progress")["done"]
            inside(settings, "submit", orders=chosen.orders)
            inside(settings, "delay", milliseconds=chosen.delay)
            seconds = measured(settings, workers, before + chosen.orders)
            inside(settings, "delay", milliseconds=0)
            check(inside(settings, "progress"), before + chosen.orders)
            speeds.append(chosen.orders / seconds)
            rows.append((workers, f"{seconds:.1f}", f"{speeds[-1]:.1f}", load()))
    print_table(("workers", "seconds", "orders/s", "load"), rows)
    ratio = speeds[1] / speeds[0]
    print_goal(f"Two workers {ratio:.2f} times one, to reach {GOAL}", is_reached=ratio >= GOAL)


@contextmanager
def installation() -> Iterator[dict[str, str]]:
    """Two databases of its own, dropped at the end."""
    name = f"bench_{secrets.token_hex(4)}"
    databases = (f"{name}_erp", f"{name}_crm")
    for database in databases:
        execute(f'CREATE DATABASE "{database}"')
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield {
                "DATA_DIR": folder,
                "DATABASE_URL": f"{POSTGRES}/{databases[0]}",
                "CRM_DATABASE_URL": f"{POSTGRES}/{databases[1]}",
                "REDIS_URL": REDIS,
            }
    finally:
        for database in databases:
            execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def execute(statement: str) -> None:
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def server_version() -> str:
    with psycopg.connect(f"{POSTGRES}/postgres") as connection:
        return connection.info.parameter_status("server_version") or ""


def inside(settings: dict[str, str], name: str, **arguments: Any) -> Any:
    command = [sys.executable, "-m", "benchmarks.inside", f"orders:{name}", json.dumps(arguments)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def measured(settings: dict[str, str], workers: int, wanted: int) -> float:
    """Seconds from asking for the orders until the last of them is stamped in the CRM."""
    running = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(workers):
            own = Path(folder) / str(number)
            own.mkdir()
            worker = [sys.executable, "manage.py", "run_worker"]
            env = environment(**{**settings, "DATA_DIR": str(own), "WORKERS": "1"})
            running.append(
                subprocess.Popen(
                    worker, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            )
        time.sleep(8)  # until they are there
        try:
            began = time.monotonic()
            inside(settings, "ask")
            with psycopg.connect(settings["DATABASE_URL"], autocommit=True) as connection:
                while stamped(connection) < wanted:
                    if time.monotonic() - began > LONGEST_SECONDS:
                        sys.exit("The orders were not done in time.")
                    time.sleep(0.1)
            return time.monotonic() - began
        finally:
            for worker_process in running:
                worker_process.terminate()
            for worker_process in running:
                worker_process.wait(60)


def stamped(connection: "psycopg.Connection[Any]") -> int:
    row = connection.execute(
        "SELECT count(*) FROM crm_integration_crmdocument WHERE stamped_at IS NOT NULL"
    ).fetchone()
    return int(row[0]) if row else 0


def check(found: dict[str, int], wanted: int) -> None:
    if {found["done"], found["headers"], found["couplings"]} != {wanted}:
        sys.exit(f"Orders were lost or doubled: {found}, {wanted} wanted.")


if __name__ == "__main__":
    main()
