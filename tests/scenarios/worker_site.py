"""An installation whose workers are started, and killed in every way in which a crash could end them."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from crm_integration.environment import BASE_DIR
from crm_integration.jobs.process import started, stat_fields
from crm_integration.jobs.process_group import members
from crm_integration.jobs.worker_file import WorkerFile
from tests.installation import Installation, query

RUNNING_JOBS = "SELECT lease_owner FROM crm_integration_job WHERE status = 'running'"


class Way(StrEnum):
    """Who is killed."""

    EVERYTHING = "worker and cluster"
    WORKER = "worker"
    CLUSTER = "cluster"
    HOLDER = "process that holds the job"


class RunningWorker:
    """``run_worker`` with a data folder of its own; other workers may share its databases."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._file = WorkerFile(Path(environment["DATA_DIR"]) / "worker.pid")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Does nothing while it lives."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "run_worker"],
                cwd=BASE_DIR,
                env={**self._environment, "LOG_LEVEL": "CRITICAL"},
                start_new_session=True,
            )

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=60)
        kill(self.cluster)

    @property
    def itself(self) -> list[int]:
        return [self._process.pid] if self._process is not None and self._process.poll() is None else []

    @property
    def cluster(self) -> list[int]:
        """The living processes of the group that works the queue."""
        group = self._file.read() if self._file.path.exists() else None
        return members(group) if group else []

    def bury(self) -> None:
        """Takes note of the death of the process, which otherwise stays a zombie."""
        if self._process is not None:
            self._process.poll()


def kill(pids: list[int]) -> None:
    """SIGKILL; returns when nobody of them lives."""
    born = {pid: started(pid) for pid in pids}
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until(lambda: not any(stat_fields(pid) and started(pid) == born[pid] for pid in pids), "their end", 30)


def until(look: Callable[[], object], what: str, patience: float) -> None:
    end = time.monotonic() + patience
    while not look():
        assert time.monotonic() < end, f"In vain: {what}"
        threading.Event().wait(0.02)


class Site(Installation):
    """On SQLite files, or on PostgreSQL when the settings name its databases."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(folder, **settings)
        self.settings = settings
        self.workers = [RunningWorker(dict(self.environment))]

    def add_worker(self) -> None:
        """As on another host: a folder of its own, the same databases, queue and secrets."""
        folder = self.data.with_name(f"data{len(self.workers) + 1}")
        folder.mkdir()
        self.workers.append(RunningWorker({**self.environment, "DATA_DIR": str(folder)}))

    @contextlib.contextmanager
    def copied(self, folder: Path) -> Iterator["Site"]:
        """A site that begins as this one is now; its workers end with the block."""
        shutil.copytree(self.env_file.parent, folder)
        with copied_databases(self.settings) as settings:
            site = Site(folder, **settings)
            try:
                yield site
            finally:
                for worker in site.workers:
                    worker.stop()

    def python(self, *arguments: str) -> str:
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "crm_integration.settings"}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=BASE_DIR,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def told(self, *what: str) -> list[Any]:
        """``state`` and ``versions``, as end_state tells them: what is asked for, in this order."""
        told: list[Any] = json.loads(self.python("-m", "tests.scenarios.end_state", *what))
        return told

    def keep_running(self) -> None:
        for worker in self.workers:
            worker.start()

    def stop_workers(self) -> None:
        for worker in self.workers:
            worker.stop()

    def kill(self, way: Way, chance: Random) -> None:
        """Kills one worker, or what the way names of it."""
        worker = chance.choice(self.workers)
        victims = {
            Way.EVERYTHING: worker.itself + worker.cluster,
            Way.WORKER: worker.itself,
            Way.CLUSTER: worker.cluster,
            Way.HOLDER: self.holders[:1],
        }
        kill(victims[way])
        worker.bury()

    def read(self, statement: str) -> list[Any]:
        url = self.settings.get("DATABASE_URL")
        if url:
            with psycopg.connect(url, autocommit=True) as postgres:
                return postgres.execute(statement).fetchall()
        with contextlib.closing(sqlite3.connect(self.data / "erp.sqlite3", timeout=60)) as connection:
            return connection.execute(statement).fetchall()

    @property
    def holders(self) -> list[int]:
        """The living processes that are working on a job now."""
        owners = [str(owner).split("/") for (owner,) in self.read(RUNNING_JOBS)]
        return [int(pid) for _name, pid, start in owners if str(started(int(pid))) == start]

    @property
    def is_done(self) -> bool:
        """Whether nothing of the full synchronization is going on or will follow by itself."""
        lines = self.read("SELECT status FROM crm_integration_fullsynchreviewline")
        going_on = any(status in ("ready", "in_process") for (status,) in lines)
        return not going_on and not self.read("SELECT 1 FROM crm_integration_job WHERE finished_at IS NULL")

    @property
    def work(self) -> str:
        """What is being worked on: the mappings, each with the stage that it came to."""
        rows = self.read("SELECT arguments, cursor FROM crm_integration_job WHERE status = 'running'")
        stages = [
            (_json(arguments).get("mapping", ""), _json(cursor).get("stage", "the beginning"))
            for arguments, cursor in rows
        ]
        return ", ".join(f"{mapping} {stage}" for mapping, stage in sorted(stages))

    @property
    def progress(self) -> int:
        """How many records were looked at so far."""
        return int(self.read("SELECT COALESCE(SUM(done), 0) FROM crm_integration_job")[0][0])


def _json(stored: Any) -> Any:
    """SQLite keeps JSON as text."""
    return json.loads(stored) if isinstance(stored, str) else stored


@contextlib.contextmanager
def copied_databases(settings: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yields the settings with copies of the PostgreSQL databases that they name."""
    urls = {key: url for key, url in settings.items() if key.endswith("DATABASE_URL")}
    mark = secrets.token_hex(3)
    copies = {key: f"{url}_{mark}" for key, url in urls.items()}
    for url in urls.values():
        server, _, name = url.rpartition("/")
        query(f"{server}/postgres", f'CREATE DATABASE "{name}_{mark}" TEMPLATE "{name}"')
    try:
        yield {**settings, **copies}
    finally:
        for url in copies.values():
            server, _, name = url.rpartition("/")
            query(f"{server}/postgres", f'DROP DATABASE "{name}" WITH (FORCE)')
