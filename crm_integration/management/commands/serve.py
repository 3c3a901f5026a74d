"""The web server and the worker of one machine, in one process group."""

import contextlib
import fcntl
import os
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from crm_integration.environment import BASE_DIR, UnsafeSettings, refuse_test_keys
from crm_integration.management.process_group import ProcessGroup

ANSWER_SECONDS = 60
LOCK_FILE = "serve.lock"


class Command(BaseCommand):
    help = "Runs the web server and the worker together until one of them ends, or Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="first loads and connects the demo companies, once"
        )
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--web-processes", type=int, default=2)
        parser.add_argument("--no-worker", action="store_true", help="the web server alone")

    def handle(self, *, host: str, port: int, demo: bool, **options: Any) -> None:
        try:
            refuse_test_keys(
                secret_key=settings.SECRET_KEY, field_encryption_keys=settings.FIELD_ENCRYPTION_KEYS
            )
        except UnsafeSettings as error:
            raise CommandError(str(error)) from None
        refuse_taken_port(host, port)
        with only_one_here():
            call_command("migrate_all", verbosity=0)
            if demo:
                call_command("prepare_demo", stdout=self.stdout)
            self._serve(host, port, **options)

    def _serve(self, host: str, port: int, *, web_processes: int, no_worker: bool, **options: Any) -> None:
        group = ProcessGroup()
        environment = {**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
        group.start(
            name="web server", arguments=web_server(host, port, web_processes), environment=environment
        )
        if not no_worker:
            worker = [sys.executable, str(BASE_DIR / "manage.py"), "run_worker"]
            group.start(name="worker", arguments=worker, environment=environment)
        if answers(group, host, port):
            self.stdout.write(f"\nReady: http://{named(host)}:{port}/  (Ctrl-C ends it)")
        ended = group.wait()
        group.stop()
        if ended:
            raise CommandError(
                f"The {ended} ended by itself, so everything was ended. Its last lines are above."
            )
        self.stdout.write("Ended.")


def web_server(host: str, port: int, processes: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "crm_integration.wsgi",
        "--chdir", str(BASE_DIR),
        "--bind", f"{shown(host)}:{port}",
        "--worker-class", "gthread", "--workers", str(processes), "--threads", "4",
        "--timeout", "120", "--graceful-timeout", "10", "--keep-alive", "5",
        "--no-control-socket",
        "--log-level", "warning",
    ]  # fmt: skip


def shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def named(host: str) -> str:
    """Returns what to type into a browser on this machine."""
    return "localhost" if host in ("127.0.0.1", "::1", "0.0.0.0", "::") else shown(host)  # noqa: S104


def refuse_taken_port(host: str, port: int) -> None:
    """Raises CommandError when another program listens there, or we may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Nothing can listen on port {port} of {host}: {getattr(error, 'strerror', None) or error}. "
                f"If it is not running already, choose another port: PORT={port + 1} make run"
            ) from None


@contextlib.contextmanager
def only_one_here() -> Iterator[None]:
    """One web server and worker per data folder: SQLite bears one cluster. Raises CommandError."""
    with (settings.DATA_DIR / LOCK_FILE).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"The data in {settings.DATA_DIR} is being served already. Stop that one, or set DATA_DIR."
            ) from None
        yield


def answers(group: ProcessGroup, host: str, port: int) -> bool:
    """Whether the web server answers a request before its time is up and before anything ends."""
    end = time.monotonic() + ANSWER_SECONDS
    request = b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"
    while time.monotonic() < end and not group.ended() and not group.signals_received:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=5) as connection:
            connection.sendall(request)
            if connection.recv(5) == b"HTTP/":
                return True
        time.sleep(0.1)
    return False
