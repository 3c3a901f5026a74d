"""Reads settings from the process environment and from the ``.env`` file beside ``manage.py``."""

import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent

# What commands and tests run with before there is a .env file; nothing is served with them.
TEST_SECRET_KEY = "not-secret-only-for-tests"  # noqa: S105
TEST_FIELD_ENCRYPTION_KEY = "bm90LXNlY3JldC1vbmx5LWZvci10ZXN0cy1hLWtleSE="

SQLITE_OPTIONS: dict[str, Any] = {
    # IMMEDIATE prevents "database is locked" for transactions that read before they write.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000;"
    ),
}


class UnusableSetting(ValueError):
    """A setting is not what it must be; the sentence names it."""


class UnsafeSettings(RuntimeError):
    """The product would be served with keys that everybody knows."""


def read_env_file(path: Path) -> dict[str, str]:
    """Returns the ``NAME=value`` lines of a file; a missing file is empty."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


ENV_FILE = Path(os.environ.get("ENV_FILE", BASE_DIR / ".env"))
_FILE = read_env_file(ENV_FILE)


def env(name: str, default: str = "") -> str:
    """Returns a setting; the process environment wins over the file."""
    return os.environ.get(name) or _FILE.get(name) or default


def env_int(name: str, default: int, *, most: int = sys.maxsize) -> int:
    """Returns a setting that is a whole number up to ``most``. Raises UnusableSetting for anything else."""
    text = env(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) > most:
        limit = f" of at most {most}" if most < sys.maxsize else ""
        raise UnusableSetting(f"The setting {name} must be a whole number{limit}, not {text!r}.")
    return int(text)


def env_seconds(name: str, default: float) -> float:
    """Returns a setting that is a number of seconds above 0. Raises UnusableSetting for anything else."""
    text = env(name, str(default))
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise UnusableSetting(f"The setting {name} must be a number of seconds, not {text!r}.")
    return seconds


def database(url: str, sqlite_file: Path) -> dict[str, Any]:
    """Returns a ``DATABASES`` entry for ``postgres://`` or ``sqlite:///`` URLs.

    Without a URL it is the given SQLite file. Raises UnusableSetting for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    if parts.scheme not in ("", "sqlite"):
        raise UnusableSetting(f"Unknown database URL scheme {parts.scheme!r}: use postgres:// or sqlite:///.")
    name = parts.path if parts.scheme else str(sqlite_file)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": 60,
        "OPTIONS": SQLITE_OPTIONS,
    }


def refuse_test_keys(*, secret_key: str, field_encryption_keys: Sequence[str]) -> None:
    """Raises UnsafeSettings when a key is one of those that stand in the source."""
    if secret_key == TEST_SECRET_KEY or TEST_FIELD_ENCRYPTION_KEY in field_encryption_keys:
        raise UnsafeSettings(
            "SECRET_KEY and FIELD_ENCRYPTION_KEYS are not set. `manage.py prepare_environment` writes them "
            f"to {ENV_FILE}; on a server they may come from the process environment instead."
        )
