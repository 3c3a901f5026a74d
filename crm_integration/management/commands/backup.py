"""Writes both databases and the secrets to one file."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from crm_integration.management.backup import archive, postgresql, sqlite


class Command(BaseCommand):
    help = "Writes both databases, as they were at one moment, and the secrets to a file of mode 0600."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: backups/<time>.tar.gz in DATA_DIR")

    def handle(self, *, file: Path | None, **options: Any) -> None:
        now = timezone.now()
        if file is None:
            file = settings.DATA_DIR / "backups" / f"{now:%Y-%m-%d-%H%M%S}.tar.gz"
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.parent.is_dir():
            raise CommandError(f"There is no folder {file.parent}.")
        vendors = {alias: connections[alias].vendor for alias in connections}
        with tempfile.TemporaryDirectory(dir=file.parent) as name:
            folder = Path(name)
            try:
                copy_databases(folder, vendors)
                (folder / archive.SECRETS).write_text(secrets_now(), encoding="utf-8")
                manifest = archive.Manifest(made_at=now.isoformat(), databases=vendors)
                archive.write(file=file, manifest=manifest, folder=folder)
            except FileExistsError:
                raise CommandError(f"{file} is there already.") from None
            except postgresql.ProgramFailed as error:
                raise CommandError(str(error)) from None
        self.stdout.write(f"Wrote {file}. It holds secrets: keep it where only you can read it.")


def copy_databases(folder: Path, vendors: dict[str, str]) -> None:
    """Copies every database while nobody writes to any."""
    files = [alias for alias, vendor in vendors.items() if vendor == "sqlite"]
    servers = [alias for alias, vendor in vendors.items() if vendor == "postgresql"]
    with sqlite.nobody_writes(files), postgresql.snapshots(servers) as snapshots:
        for alias in files:
            sqlite.copy(alias=alias, target=folder / archive.member_of(alias))
        for alias in servers:
            target = folder / archive.member_of(alias)
            postgresql.copy(alias=alias, target=target, snapshot=snapshots[alias])


def secrets_now() -> str:
    """The keys without which the encrypted columns cannot be read."""
    keys = ",".join(settings.FIELD_ENCRYPTION_KEYS)
    return f"SECRET_KEY={settings.SECRET_KEY}\nFIELD_ENCRYPTION_KEYS={keys}\n"
