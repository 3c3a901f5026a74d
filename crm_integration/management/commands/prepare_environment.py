"""Writes missing secrets and the chosen port to the ``.env`` file, readable by its owner alone."""

import os
import secrets
import stat
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.core.management.base import BaseCommand

from crm_integration.environment import ENV_FILE, read_env_file

HEADER = (
    "# Settings of this installation; README.md lists them. Holds secrets: keep it out of every repository.\n"
)
MAKERS = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "FIELD_ENCRYPTION_KEYS": lambda: Fernet.generate_key().decode(),
}


class Command(BaseCommand):
    help = (
        "Writes random secrets to the .env file on the first run, and the PORT that was given with it. "
        "Changes nothing that is there."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=ENV_FILE, help="default: .env beside manage.py")

    def handle(self, *, file: Path, **options: Any) -> None:
        missing = missing_secrets(file)
        if missing:
            values = {name: MAKERS[name]() for name in missing} | chosen_port(file)
            append_settings(file, values)
            self.stdout.write(f"Wrote {' and '.join(values)} to {file}.")
        if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
            file.chmod(0o600)
            self.stderr.write(f"{file} could be read by other users of this machine; now it cannot.")


def missing_secrets(file: Path) -> list[str]:
    """Returns the secrets that neither the file nor the process environment has."""
    present = read_env_file(file)
    return [name for name in MAKERS if not present.get(name) and not os.environ.get(name)]


def chosen_port(file: Path) -> dict[str, str]:
    """Returns the port of a first run, so that later commands know where the server is.

    The processes that serve one product each share the file, but not the port.
    """
    port = os.environ.get("PORT", "")
    is_alone = os.environ.get("SERVE", "all") in ("", "all")
    return {"PORT": port} if port and is_alone and not file.exists() else {}


def append_settings(file: Path, values: dict[str, str]) -> None:
    """Adds lines to the file, which is made with mode 0600 when it is not there."""
    text = file.read_text(encoding="utf-8") if file.exists() else HEADER
    text += "" if text.endswith("\n") or not text else "\n"
    text += "".join(f"{name}={value}\n" for name, value in values.items())
    replace_privately(file, text)


def replace_privately(file: Path, text: str) -> None:
    """Replaces a file as a whole, so that a crash leaves the old one, with mode 0600."""
    draft = file.with_name(f"{file.name}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as handle:
        handle.write(text)
    draft.replace(file)
