"""A real worker with a real cluster on SQLite files: killed in every way, it loses and doubles nothing."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm_integration.jobs.process import PROC, stat_fields
from crm_integration.jobs.worker_file import WorkerFile

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 90
TO = 40
ENQUEUE = f"""
import django; django.setup()
from crm_integration.job_queue import enqueue
print(enqueue(kind="count", arguments={{"to": {TO}}}).pk.hex)
"""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not PROC.exists(), reason="needs Linux")]


@dataclass
class Site:
    """A data folder with its own database, in which workers are started and killed."""

    folder: Path
    environment: dict[str, str]
    waiting_job: str = ""
    worker: "subprocess.Popen[bytes] | None" = None

    def run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.strip()

    def start_worker(self) -> None:
        command = [sys.executable, "manage.py", "run_worker"]
        self.worker = subprocess.Popen(command, env=self.environment, cwd=ROOT)

    def signal_worker(self, number: signal.Signals) -> None:
        assert self.worker is not None
        self.worker.send_signal(number)
        self.worker.wait(timeout=30)

    def enqueue(self) -> str:
        return self.run("-c", ENQUEUE)

    def job(self, job_id: str) -> dict[str, Any]:
        connection = sqlite3.connect(self.folder / "erp.sqlite3", timeout=20)
        try:
            connection.row_factory = sqlite3.Row
            row = connection.execute("SELECT * FROM crm_integration_job WHERE id = ?", [job_id]).fetchone()
            return dict(row)
        finally:
            connection.close()

    def cluster(self) -> list[int]:
        """The living processes of the cluster, its leader first."""
        group = WorkerFile(self.folder / "worker.pid").read()
        if group is None:
            return []
        return sorted(
            int(entry.name)
            for entry in PROC.iterdir()
            if entry.name.isdigit() and stat_fields(int(entry.name)).get("group") == str(group.leader)
        )

    def holder_after(self, job_id: str, step: int) -> int:
        """Waits until the job came that far and returns the process that holds it."""

        def look() -> int:
            job = self.job(job_id)
            is_there = json.loads(job["cursor"]).get("step", 0) >= step and job["status"] == "running"
            return int(job["lease_owner"].split("/")[1]) if is_there else 0

        return until(look, f"step {step}")

    def finish(self, job_id: str) -> list[int]:
        """Waits for the end and returns the steps in the order in which they were made."""
        until(lambda: self.job(job_id)["status"] == "finished", "the end of the job")
        lines = (self.folder / f"{self._uuid(job_id)}.txt").read_text().splitlines()
        return [int(line.split()[0]) for line in lines]

    def _uuid(self, job_id: str) -> str:
        return f"{job_id[:8]}-{job_id[8:12]}-{job_id[12:16]}-{job_id[16:20]}-{job_id[20:]}"


def until(look: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if found := look():
            return found
        threading.Event().wait(0.1)
    raise AssertionError(f"In vain: {what}")


def until_gone(pids: list[int]) -> None:
    """A process that was killed ends when the machine gives it a turn, which on a busy one takes its time."""
    until(lambda: not any(stat_fields(pid) for pid in pids), "the end of what was killed")


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        # Every test starts a dozen processes, which had better not compile everything anew.
        "PYTHONDONTWRITEBYTECODE": "",
        "DJANGO_SETTINGS_MODULE": "tests.crm_integration.jobs.cluster.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "CRM_DATABASE_URL": "",
        "REDIS_URL": "",
        "SERVE": "erp",
        "LOG_LEVEL": "CRITICAL",
    }


@pytest.fixture(scope="module")
def with_a_job(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> tuple[Path, str]:
    """A database in which a job waits, and its id."""
    folder = tmp_path_factory.mktemp("with-a-job")
    shutil.copy(migrated / "erp.sqlite3", folder)
    return folder / "erp.sqlite3", Site(folder, environment(folder)).enqueue()


@pytest.fixture
def site(tmp_path: Path, with_a_job: tuple[Path, str]) -> Iterator[Site]:
    database, job_id = with_a_job
    shutil.copy(database, tmp_path)
    site = Site(tmp_path, environment(tmp_path), job_id)
    yield site
    if site.worker is not None and site.worker.poll() is None:
        site.signal_worker(signal.SIGTERM)
    for pid in site.cluster():
        os.kill(pid, signal.SIGKILL)


def repeats(steps: list[int]) -> int:
    """How many steps were made more than once; every step has to be there, in order."""
    assert sorted(set(steps)) == list(range(1, TO + 1))
    assert steps == sorted(steps)
    return len(steps) - TO


def test_a_job_is_worked_in_slices_and_the_worker_ends_within_seconds(site: Site) -> None:
    site.start_worker()
    assert repeats(site.finish(site.waiting_job)) == 0
    assert site.job(site.waiting_job)["fence"] > 1
    processes = site.cluster()
    site.signal_worker(signal.SIGTERM)
    assert processes
    assert not any(stat_fields(pid) for pid in processes)
    assert WorkerFile(site.folder / "worker.pid").read() is None


def test_a_process_that_is_killed_in_the_middle_of_a_job_is_followed_by_another(site: Site) -> None:
    site.start_worker()
    os.kill(site.holder_after(site.waiting_job, 10), signal.SIGKILL)
    assert repeats(site.finish(site.waiting_job)) <= 1


def test_a_cluster_whose_leader_is_killed_is_replaced_with_all_its_orphans(site: Site) -> None:
    site.start_worker()
    site.holder_after(site.waiting_job, 10)
    before = site.cluster()
    os.kill(before[0], signal.SIGKILL)
    assert repeats(site.finish(site.waiting_job)) <= 1
    until_gone(before)


def test_a_worker_that_is_started_after_a_kill_ends_what_it_left_and_goes_on(site: Site) -> None:
    site.start_worker()
    site.holder_after(site.waiting_job, 10)
    before = site.cluster()
    site.signal_worker(signal.SIGKILL)
    site.start_worker()
    assert repeats(site.finish(site.waiting_job)) <= 1
    until(lambda: site.cluster() and set(site.cluster()).isdisjoint(before), "another cluster")
    until_gone(before)


def test_a_cluster_whose_idle_processes_are_killed_works_again(site: Site) -> None:
    site.start_worker()
    site.finish(site.waiting_job)
    _leader, *others = site.cluster()
    for pid in others[1:3]:
        os.kill(pid, signal.SIGKILL)
    assert repeats(site.finish(site.enqueue())) <= 1
