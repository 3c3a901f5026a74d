"""The file that a backup is: a tar with a manifest, one copy per database, and the secrets. Mode 0600."""

import gzip
import json
import os
import tarfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

MANIFEST = "manifest.json"
SECRETS = "secrets.env"
FORMAT = 1
# What reading raises when a file is none of ours, or was cut off.
UNREADABLE = (
    FileNotFoundError,
    EOFError,
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    ValueError,
    TypeError,
)


class NotABackup(Exception):
    """The file is no backup that this version can read."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """``databases`` is the vendor per database alias; ``made_at`` is ISO 8601 in UTC."""

    made_at: str
    databases: dict[str, str]
    format: int = FORMAT


def member_of(alias: str) -> str:
    return f"{alias}.database"


def write(*, file: Path, manifest: Manifest, folder: Path) -> None:
    """Writes what lies in ``folder``; raises FileExistsError rather than overwrite."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle, tarfile.open(fileobj=handle, mode="w:gz") as archive:
        for path in sorted(folder.iterdir()):
            archive.add(path, arcname=path.name, filter=_for_its_owner_alone)


def _for_its_owner_alone(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mode, member.uname, member.gname = 0o600, "", ""
    return member


def read(*, file: Path, folder: Path) -> Manifest:
    """Unpacks into ``folder``. Raises NotABackup."""
    try:
        with tarfile.open(file, mode="r:*") as archive:
            archive.extractall(folder, filter="data")
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**found)
    except PermissionError as error:
        raise NotABackup(f"{file} cannot be read: {error.strerror}.") from None
    except UNREADABLE:
        raise NotABackup(f"{file} is no backup of this product.") from None
    expected = [SECRETS, *(member_of(alias) for alias in manifest.databases)]
    if missing := [name for name in expected if not (folder / name).is_file()]:
        raise NotABackup(f"{file} is not complete: {', '.join(missing)} is missing.")
    if manifest.format > FORMAT:
        raise NotABackup(f"{file} was made by a newer version of this product.")
    return manifest
