"""The embedded CRM in processes of its own, over http or, with a certificate, over https."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.workspace import ROOT, environment

START_SECONDS = 60


@contextmanager
def served_crm(data: Path, port: int, *, certificate: Path | None = None) -> Iterator[str]:
    """Serves a data directory until the block ends. ``certificate`` is a file that holds the key, too."""
    command = [sys.executable, "-m", "gunicorn", "crm_integration.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"]
    command += ["--no-control-socket"]
    if certificate is not None:
        command += ["--certfile", str(certificate), "--keyfile", str(certificate)]
    settings = environment(DATA_DIR=str(data), SERVE="crm", PORT=str(port))
    with subprocess.Popen(command, cwd=ROOT, env=settings) as process:
        try:
            _wait_for(port)
            yield f"https://localhost:{port}" if certificate else f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("The CRM did not start.")
