"""The web server and the worker of one machine, in one process group."""

import contextlib
import fcntl
import os
import socket
import ssl
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
        parser.add_argument(
            "--tls-certificate",
            default="",
            metavar="FILE",
            help="serves https with this certificate and its key, both PEM in one file, where no proxy does",
        )
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
                self.stdout.flush()
            self._serve(host, port, **options)

    def _serve(
        self, host: str, port: int, *, web_processes: int, tls_certificate: str, no_worker: bool, **_: Any
    ) -> None:
        group = ProcessGroup()
        environment = {**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
        arguments = web_server(host, port, web_processes)
        if tls_certificate:
            refuse_certificate(tls_certificate)
            arguments += ["--certfile", tls_certificate, "--keyfile", tls_certificate]
        group.start(name="web server", arguments=arguments, environment=environment)
        if not no_worker:
            worker = [sys.executable, str(BASE_DIR / "manage.py"), "run_worker"]
            group.start(name="worker", arguments=worker, environment=environment)
        scheme = "https" if tls_certificate else "http"
        if answers(group, host, port, scheme):
            self.stdout.write(f"\nReady: {scheme}://{named(host)}:{port}/  (Ctrl-C ends it)")
            self.stdout.flush()
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
        "--limit-request-line", "8190", "--timeout", "120", "--graceful-timeout", "10", "--keep-alive", "5",
        "--no-control-socket",
        "--log-level", "warning",
    ]  # fmt: skip


def shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def named(host: str) -> str:
    """Returns what to type into a browser on this machine."""
    return "localhost" if host in ("127.0.0.1", "::1", "0.0.0.0", "::") else shown(host)  # noqa: S104


def refuse_certificate(file: str) -> None:
    """Raises CommandError for a file that does not hold a certificate and its key."""
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(file)
    except OSError as error:  # among them ssl.SSLError
        raise CommandError(
            f"{file} does not hold a certificate and its key in PEM format: {error.strerror or error}."
        ) from None


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


def answers(group: ProcessGroup, host: str, port: int, scheme: str) -> bool:
    """Whether the web server answers a request before its time is up and before anything ends."""
    end = time.monotonic() + ANSWER_SECONDS
    request = b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"
    while time.monotonic() < end and not group.ended() and not group.signals_received:
        with contextlib.suppress(OSError), connected(host, port, scheme) as connection:
            connection.sendall(request)
            if connection.recv(5) == b"HTTP/":
                return True
        time.sleep(0.1)
    return False


def connected(host: str, port: int, scheme: str) -> socket.socket:
    """A connection to our own web server, whose certificate is for the names that others know it by."""
    connection = socket.create_connection((host, port), timeout=5)
    if scheme == "http":
        return connection
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(connection)
