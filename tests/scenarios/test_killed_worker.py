"""A worker is killed at random moments of a full synchronization; in the end nothing is lost or doubled.

In continuous integration this is bounded. In full, 20 kills of a worker with 5,000 customers:

    KILLS=20 SIZE=5000 pytest tests/scenarios/test_killed_worker.py -k killed -s
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_integration.environment import BASE_DIR
from crm_integration.jobs.process import PROC, stat_fields
from crm_integration.jobs.process_group import members
from crm_integration.jobs.worker_file import WorkerFile
from tests.installation import Installation

KILLS = int(os.environ.get("KILLS", "3"))
SIZE = int(os.environ.get("SIZE", "300"))
PATIENCE_SECONDS = 600 + SIZE / 5
START = """
import django; django.setup()
from django.utils import timezone
from crm_integration.full_synch import start
start(now=timezone.now())
"""
FAULT = """
import sys, django; django.setup()
from crm.models import InjectedFault
InjectedFault.objects.create(kind=sys.argv[1], rate=0.2, remaining=40, delay_ms=50, retry_after=1)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("killed_worker"),
    pytest.mark.skipif(not PROC.exists(), reason="needs Linux"),
]


class Site(Installation):
    """An installation on SQLite files whose worker is started, and killed with everything it started."""

    worker: "subprocess.Popen[bytes] | None" = None

    def python(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "crm_integration.settings"}
        return subprocess.run(
            command, cwd=BASE_DIR, env=environment, check=True, capture_output=True, text=True
        ).stdout

    def start_worker(self) -> None:
        self.worker = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker"],
            cwd=BASE_DIR,
            env={**self.environment, "LOG_LEVEL": "CRITICAL"},
            start_new_session=True,
        )

    def kill_worker(self) -> None:
        """SIGKILL for the worker and for the group of processes that it keeps running."""
        assert self.worker is not None
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()
        group = WorkerFile(self.data / "worker.pid").read()
        for pid in members(group) if group else []:
            os.kill(pid, signal.SIGKILL)
        until(
            lambda: not group or not any(stat_fields(pid) for pid in members(group)), "the end of the group"
        )

    def stop_worker(self) -> None:
        if self.worker is not None and self.worker.poll() is None:
            self.worker.send_signal(signal.SIGTERM)
            self.worker.wait(timeout=60)

    def read(self, query: str) -> list[Any]:
        connection = sqlite3.connect(self.data / "erp.sqlite3", timeout=60)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    @property
    def is_done(self) -> bool:
        """Whether nothing of the full synchronization is going on or will follow by itself."""
        lines = self.read("SELECT status FROM crm_integration_fullsynchreviewline")
        going_on = any(status in ("ready", "in_process") for (status,) in lines)
        waiting = self.read("SELECT 1 FROM crm_integration_job WHERE finished_at IS NULL")
        return not going_on and not waiting

    @property
    def is_working(self) -> bool:
        return bool(self.read("SELECT 1 FROM crm_integration_job WHERE status = 'running'"))

    def told(self, what: str) -> Any:
        return json.loads(self.python("-m", "tests.scenarios.end_state", what))


def until(look: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not look():
        assert time.monotonic() < end, f"In vain: {what}"
        threading.Event().wait(0.05)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two companies that overlap, connected, not synchronized."""
    folder = tmp_path_factory.mktemp("prepared") / "site"
    site = Site(folder)
    for command in (["prepare_environment"], ["migrate_all"], ["load_demo_data", "--scale", str(SIZE)]):
        site.command(*command)
    return folder


@pytest.fixture
def copy(prepared: Path, tmp_path: Path) -> Iterator[Callable[[], Site]]:
    sites: list[Site] = []

    def make() -> Site:
        folder = tmp_path / str(len(sites))
        shutil.copytree(prepared, folder)
        sites.append(Site(folder))
        return sites[-1]

    yield make
    for site in sites:
        site.stop_worker()


@pytest.fixture(scope="module")
def undisturbed(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], float]:
    """The end state of a run that nothing happens to, and the seconds that a worker needs for it."""
    folder = tmp_path_factory.mktemp("undisturbed") / "site"
    shutil.copytree(prepared, folder)
    site = Site(folder)
    site.python("-c", START)
    site.start_worker()
    until(lambda: site.is_working, "the beginning")
    began = time.monotonic()
    until(lambda: site.is_done, "the end of the undisturbed run")
    seconds = time.monotonic() - began
    site.stop_worker()
    return site.told("state"), seconds


def test_a_worker_that_is_killed_again_and_again_leaves_nothing_lost_or_doubled(
    copy: Callable[[], Site], undisturbed: tuple[dict[str, Any], float], capsys: pytest.CaptureFixture[str]
) -> None:
    expected, seconds = undisturbed
    assert expected["problems"] == []
    site, chance = copy(), random.Random(os.environ.get("SEED"))  # noqa: S311 (nothing secret)
    site.python("-c", START)
    moments = []
    began = time.monotonic()
    for _ in range(KILLS):
        site.start_worker()
        until(lambda: site.is_working or site.is_done, "the worker takes up the work")
        moment = chance.uniform(0, 1.5 * seconds / KILLS)
        threading.Event().wait(moment)
        if site.is_done:
            break
        site.kill_worker()
        moments.append(moment)
    site.start_worker()
    until(lambda: site.is_done, "the end")
    site.stop_worker()
    took = time.monotonic() - began
    with capsys.disabled():
        told = ", ".join(f"{moment:.1f}" for moment in moments)
        print(  # noqa: T201 (the figures are the point of the full form)
            f"\n{SIZE} customers: undisturbed {seconds:.0f} s; killed {len(moments)} times after {told} s; "
            f"done after {took:.0f} s"
        )
    site.command("full_synch", "--wait")
    assert site.told("state") == expected
    before = site.told("versions")
    site.command("full_synch", "--wait")
    assert site.told("versions") == before


@pytest.mark.parametrize("kind", ["throttle", "server_error", "reset", "answer_lost", "batch_operation"])
def test_whatever_the_way_to_the_crm_does_the_end_is_the_same(
    copy: Callable[[], Site], undisturbed: tuple[dict[str, Any], float], kind: str
) -> None:
    site = copy()
    site.python("-c", FAULT, kind)
    site.python("-c", START)
    site.start_worker()
    until(lambda: site.is_done, "the end")
    site.command("full_synch", "--wait")
    site.stop_worker()
    assert site.told("state") == undisturbed[0]
