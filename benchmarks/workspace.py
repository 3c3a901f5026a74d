"""Temporary data directories, the recorded server, and processes in which the product does its work."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LONGEST_SECONDS = 3600
# The benchmarks bring their own settings; those of the person who runs them stay out.
FOREIGN = ("DATABASE_URL", "CRM_DATABASE_URL", "REDIS_URL", "SERVE", "DEBUG", "LOG_LEVEL")
# What is encrypted in a folder that is kept must be readable the next time.
KEYS = {
    "SECRET_KEY": "for-benchmarks-on-loopback-only",
    "FIELD_ENCRYPTION_KEYS": "Zm9yLWJlbmNobWFya3Mtb24tbG9vcGJhY2stb25seSE=",
}


def environment(**settings: str) -> dict[str, str]:
    """The environment of a process of the product."""
    own = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    fixed = {"ENV_FILE": os.devnull, "DJANGO_SETTINGS_MODULE": "crm_integration.settings"} | KEYS
    return own | fixed | settings


@dataclass(frozen=True)
class Server:
    """The recorded server; ``process_id`` is for measuring it."""

    url: str
    tls_url: str
    authority: str
    process_id: int


@dataclass(frozen=True)
class Workspace:
    """One folder; ``port`` is where the recorded server listens, the same for all that is in the folder."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepared(self) -> Path:
        """A data directory that is connected and has no customers yet; do not work in it, but in a copy."""
        return self.made("prepared", lambda folder: call(folder, "preparation:prepare", url=self.url))

    def synchronized(self, accounts: int) -> Path:
        """One with so many customers, all coupled; do not work in it, but in a copy."""

        def make(folder: Path) -> None:
            shutil.copytree(self.prepared(), folder, dirs_exist_ok=True)
            with self.server(accounts=accounts):
                call(folder, "synchronization:synchronize")

        return self.made(f"synchronized-{accounts}", make)

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """A folder of that name that ``make`` has filled, now or an earlier time."""
        folder = self.folder / f"{name}-{_tables()}"
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
        return folder

    @contextmanager
    def copy_of(self, prepared: Path) -> Iterator[Path]:
        """A copy that is thrown away."""
        with tempfile.TemporaryDirectory(dir=self.folder, prefix="run-") as name:
            yield Path(shutil.copytree(prepared, name, dirs_exist_ok=True))

    @contextmanager
    def server(self, *, accounts: int, changed: int = 0, page_size: int = 500) -> Iterator[Server]:
        """The recorded server, ready; it ends with the block, or with this process."""
        arguments = {"port": self.port, "accounts": accounts, "changed": changed, "page-size": page_size}
        command = [sys.executable, "-m", "benchmarks.recorded_server"]
        command += [f"--{name}={value}" for name, value in arguments.items()]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                line = process.stdout.readline()  # type: ignore[union-attr]
                if not line:
                    raise SystemExit(f"The recorded server does not start on port {self.port}.")
                told = json.loads(line)
                yield Server(told["url"], told["tls_url"], told["authority"], process.pid)
            finally:
                process.stdin.close()  # type: ignore[union-attr]
                process.wait(timeout=10)


@contextmanager
def workspace(kept: str = "") -> Iterator[Workspace]:
    """A folder that is removed at the end; ``kept`` names one to find again what is costly to prepare."""
    if kept:
        folder = Path(kept)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield Workspace(folder, _port_of(folder))
        return
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        yield Workspace(Path(name), _free_port())


def _port_of(folder: Path) -> int:
    """Links of change tracking that are stored in the folder name the port, so it stays the same."""
    file = folder / "port"
    if not file.exists():
        file.write_text(str(_free_port()), encoding="ascii")
    return int(file.read_text(encoding="ascii"))


def _tables() -> str:
    """Changes with the tables of the product, so that what was prepared for older ones is not found."""
    files = sorted(ROOT.glob("*/migrations/*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def call(data: Path, place: str, *, settings: Mapping[str, str] | None = None, **arguments: Any) -> Any:
    """Calls ``module:function`` of ``benchmarks.inside`` in a process of its own with this data directory."""
    command = [sys.executable, "-m", "benchmarks.inside", place, json.dumps(arguments)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(DATA_DIR=str(data), **(settings or {})),
        stdout=subprocess.PIPE,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{place} ended with exit code {done.returncode}.")
    return json.loads(done.stdout.splitlines()[-1])
