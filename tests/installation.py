"""An installation of its own, worked on by its commands and served by its own processes."""

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg

from crm_integration.environment import BASE_DIR


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextlib.contextmanager
def own_databases() -> Iterator[dict[str, str]]:
    """Yields settings for what this test session runs on: nothing for SQLite, else empty databases."""
    session = os.environ.get("DATABASE_URL", "")
    if not session:
        yield {}
        return
    server, _, name = session.rpartition("/")
    prefix = f"{name}_{os.getpid()}_{secrets.token_hex(3)}"
    urls = {key: f"{server}/{prefix}_{key.lower()}" for key in ("DATABASE_URL", "CRM_DATABASE_URL")}
    for url in urls.values():
        query(f"{server}/postgres", f'CREATE DATABASE "{url.rpartition("/")[2]}"')
    try:
        yield {**urls, "REDIS_URL": os.environ.get("REDIS_URL", "")}
    finally:
        for url in urls.values():
            query(f"{server}/postgres", f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)')


def query(url: str, statement: str) -> list[str]:
    """Runs a statement on PostgreSQL; returns the first column of what it answers."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return [row[0] for row in cursor] if cursor.description else []


def migrated_data(root: Path) -> Path:
    """A data folder whose SQLite files are migrated, made once for all test processes that share ``root``."""
    folder = root / "migrated"
    with (root / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = Installation(root / "migrating")
            for alias in ("default", "crm"):
                made.command("migrate", "--database", alias, "--verbosity", "0")
            made.data.rename(folder)
    return folder


class Installation:
    """Data and secrets lie in ``folder``; ``settings`` are added to the environment of every process."""

    def __init__(self, folder: Path, **settings: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.data, self.env_file = folder / "data", folder / ".env"
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.password = secrets.token_urlsafe(9)
        self.environment: Mapping[str, str] = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(self.data),
            "ENV_FILE": str(self.env_file),
            "PORT": str(self.port),
            "DEMO_PASSWORD": self.password,
            **settings,
        }
        self._log = folder / "serve.log"
        self._process: subprocess.Popen[str] | None = None

    def command(self, *arguments: str | Path, expect: int = 0) -> str:
        """Returns what a command of manage.py printed; fails when it ends otherwise than expected."""
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout + done.stderr

    def begin_with(self, data: Path) -> None:
        """Takes over the files of another data folder."""
        shutil.copytree(data, self.data, dirs_exist_ok=True)

    def start(self, *options: str) -> str:
        """Serves; returns what was printed until the pages answered."""
        self.command("prepare_environment")
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--web-processes", "1", *options],
                cwd=BASE_DIR,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        printed = []
        for line in self._process.stdout:
            printed.append(line)
            if line.startswith("Ready:"):
                return "".join(printed)
        raise AssertionError("".join(printed) + self.log())

    def stop(self) -> int:
        """Ends web server and worker as Ctrl-C does; returns the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=60)
        return self._process.returncode

    def log(self) -> str:
        """What web server and worker complained about."""
        return self._log.read_text()
