"""A running installation with the demo companies: web server and worker in processes of their own."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page

from crm_integration.environment import BASE_DIR


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Site:
    """``start`` returns when the pages answer; ``stop`` ends every process. Data lies in ``folder``."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.password = secrets.token_urlsafe(9)
        self.environment: Mapping[str, str] = {
            "PATH": os.environ["PATH"],
            "PYTHONUNBUFFERED": "1",
            "DATA_DIR": str(folder / "data"),
            "ENV_FILE": str(folder / ".env"),
            "PORT": str(self.port),
            "DEMO_PASSWORD": self.password,
            **settings,
        }
        self._process: subprocess.Popen[str] | None = None
        self._errors = folder / "errors.log"

    def command(self, *arguments: str, expect: int = 0) -> str:
        """Returns what a command of manage.py printed; fails when it ends otherwise than expected."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout

    def start(self, *options: str) -> str:
        """Returns what was printed until the pages answered."""
        self.command("prepare_environment")
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--web-processes", "1", *options],
                cwd=BASE_DIR,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        assert self._process.stdout is not None
        printed = []
        for line in self._process.stdout:
            printed.append(line)
            if line.startswith("Ready:"):
                return "".join(printed)
        raise AssertionError("".join(printed) + self.errors())

    def stop(self) -> int:
        """Ends web server and worker as Ctrl-C does; returns the exit code."""
        assert self._process is not None
        assert self._process.stdout is not None
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=60)
        return self._process.returncode

    def errors(self) -> str:
        """What web server and worker wrote to their log."""
        return self._errors.read_text()

    def sign_in(self, page: Page, user: str) -> None:
        page.goto(f"{self.url}/admin/login/")
        page.fill("input[name=username]", user)
        page.fill("input[name=password]", self.password)
        page.click("[type=submit]")
        page.wait_for_url(lambda url: "/login/" not in url)
