"""Serves a CRM and runs the tests of each client against it."""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.clients.served_crm import served_crm

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.clients", description=__doc__)
    parser.add_argument("python", help="the Python that has Microsoft's client")
    parser.add_argument("--only", choices=("microsoft", "dynamics_web_api"))
    parser.add_argument("rest", nargs="*", help="arguments for the test runner, after --")
    arguments = parser.parse_args()
    microsoft = [arguments.python, "-m", "pytest", "-c", "pytest.ini", *arguments.rest]
    commands = {"microsoft": microsoft, "dynamics_web_api": ["node", "--test", *arguments.rest]}
    chosen = [arguments.only] if arguments.only else list(commands)
    with served_crm() as settings:
        failed = [name for name in chosen if _run(name, commands[name], settings)]
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}")


def _run(name: str, command: Sequence[str], settings: Mapping[str, str]) -> int:
    print(f"{name}:", flush=True)  # noqa: T201
    return subprocess.run(command, cwd=HERE / name, env={**os.environ, **settings}, check=False).returncode


if __name__ == "__main__":
    main()
