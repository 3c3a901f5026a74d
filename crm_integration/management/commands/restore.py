"""Brings back both databases and the secrets from a backup."""

import contextlib
import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from crm_integration.environment import ENV_FILE, read_env_file
from crm_integration.jobs.worker_file import WorkerFile, WorkerRuns
from crm_integration.management.backup import archive, postgresql, sqlite
from crm_integration.management.commands.prepare_environment import replace_privately
from crm_integration.management.commands.serve import only_one_here


class Command(BaseCommand):
    help = (
        "Replaces both databases and the secrets by those of a backup. Refuses to overwrite without --force."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--force", action="store_true", help="overwrites databases and secrets that are there"
        )

    def handle(self, *, file: Path, force: bool, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        with nobody_works(), tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as name:
            folder = Path(name)
            try:
                manifest = archive.read(file=file, folder=folder)
                secrets = read_env_file(folder / archive.SECRETS)
                refuse_other_databases(manifest)
                if not force:
                    refuse_to_overwrite(secrets)
                for alias, vendor in manifest.databases.items():
                    bring_back = sqlite.bring_back if vendor == "sqlite" else postgresql.bring_back
                    bring_back(alias=alias, source=folder / archive.member_of(alias))
            except (archive.NotABackup, postgresql.ProgramFailed) as error:
                raise CommandError(str(error)) from None
            write_secrets(ENV_FILE, secrets)
        # This process still has the old keys: what reads secrets must be a new one.
        self.stdout.write(f"Restored the state of {manifest.made_at}. Next: manage.py migrate_all.")
        if overruled := [name for name in secrets if os.environ.get(name) not in (None, "", secrets[name])]:
            self.stderr.write(
                f"The process environment sets another {' and '.join(overruled)}, which wins over "
                f"{ENV_FILE}: set it to the value written there."
            )


@contextlib.contextmanager
def nobody_works() -> Iterator[None]:
    """Raises CommandError while a web server or a worker of this data folder runs."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(only_one_here())
        try:
            stack.enter_context(WorkerFile())
        except WorkerRuns as error:
            raise CommandError(f"{error} Stop it first.") from None
        yield


def refuse_other_databases(manifest: archive.Manifest) -> None:
    """Raises CommandError when a copy is of another database software."""
    here = {alias: connections[alias].vendor for alias in connections}
    if manifest.databases != here:
        raise CommandError(
            f"The backup is of {manifest.databases}, but the settings name {here}: "
            "set DATABASE_URL and CRM_DATABASE_URL to databases of the same kind."
        )


def refuse_to_overwrite(secrets: dict[str, str]) -> None:
    """Raises CommandError when something would be lost."""
    present = read_env_file(ENV_FILE)
    used = [alias for alias in connections if connections[alias].introspection.table_names()]
    if used:
        raise CommandError(f"There is data in {' and '.join(used)}. Add --force to replace it.")
    if any(present.get(name) not in (None, "", value) for name, value in secrets.items()):
        raise CommandError(f"{ENV_FILE} holds other secrets. Add --force to replace them.")


def write_secrets(file: Path, secrets: dict[str, str]) -> None:
    """Replaces the lines of these names, keeps every other line."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    kept = [line for line in lines if line.split("=", 1)[0].strip() not in secrets]
    kept += [f"{name}={value}" for name, value in secrets.items()]
    replace_privately(file, "\n".join(kept) + "\n")
