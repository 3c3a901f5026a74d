"""Settings come from the process environment and from the ``.env`` file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crm_integration.environment import (
    BASE_DIR,
    TEST_FIELD_ENCRYPTION_KEY,
    TEST_SECRET_KEY,
    UnsafeSettings,
    UnusableSetting,
    database,
    env_int,
    env_seconds,
    read_env_file,
    refuse_test_keys,
)


def test_an_env_file_may_hold_comments_quotes_and_equal_signs(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('# a comment\n\nPORT=8001\nSECRET_KEY="a=b="\n  NAME = value \nnot a setting\n')
    assert read_env_file(file) == {"PORT": "8001", "SECRET_KEY": "a=b=", "NAME": "value"}


def test_a_missing_env_file_is_empty(tmp_path: Path) -> None:
    assert read_env_file(tmp_path / "none") == {}


def test_a_postgresql_url_names_server_database_and_user() -> None:
    entry = database("postgres://erp:p%40ss@db.example:5433/back%20office?sslmode=require", Path("x"))
    assert entry["ENGINE"] == "django.db.backends.postgresql"
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db.example", "5433", "back office")
    assert (entry["USER"], entry["PASSWORD"]) == ("erp", "p@ss")
    assert entry["OPTIONS"] == {"sslmode": "require"}


def test_without_a_url_the_database_is_a_file() -> None:
    assert database("", Path("var/erp.sqlite3"))["NAME"] == "var/erp.sqlite3"


@pytest.mark.parametrize("text", ["abc", "-1", "8000.5", "65536"])
def test_a_number_that_is_none_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(UnusableSetting, match="PORT"):
        env_int("PORT", 8000, most=65_535)


@pytest.mark.parametrize("text", ["soon", "nan", "inf", "0", "-1"])
def test_a_time_that_is_none_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PATIENCE", text)
    with pytest.raises(UnusableSetting, match="PATIENCE"):
        env_seconds("PATIENCE", 10)


def test_a_command_with_an_unusable_setting_ends_with_one_sentence() -> None:
    command = subprocess.run(
        [sys.executable, "manage.py", "prepare_environment"],
        cwd=BASE_DIR,
        env={**os.environ, "PORT": "abc", "ENV_FILE": os.devnull},
        capture_output=True,
        text=True,
        timeout=60,
    )
    sentence = "The setting PORT must be a whole number of at most 65535, not 'abc'.\n"
    assert (command.returncode, command.stdout, command.stderr) == (1, "", sentence)


def test_an_unknown_kind_of_database_is_refused() -> None:
    with pytest.raises(UnusableSetting, match="mysql"):
        database("mysql://localhost/erp", Path("x"))


@pytest.mark.parametrize(
    ("secret_key", "keys"),
    [
        (TEST_SECRET_KEY, ["own"]),
        ("own", [TEST_FIELD_ENCRYPTION_KEY]),
        ("own", ["own", TEST_FIELD_ENCRYPTION_KEY]),
    ],
)
def test_nothing_is_served_with_keys_that_everybody_knows(secret_key: str, keys: list[str]) -> None:
    with pytest.raises(UnsafeSettings):
        refuse_test_keys(secret_key=secret_key, field_encryption_keys=keys)


def test_own_keys_are_accepted() -> None:
    refuse_test_keys(secret_key="own", field_encryption_keys=["own"])
