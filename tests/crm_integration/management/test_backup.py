"""A backup holds everything, for its owner alone; bringing it back loses nothing by accident."""

import os
import sqlite3
import stat
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from crm_integration.environment import BASE_DIR, read_env_file
from crm_integration.jobs.worker_file import WorkerFile


class Installation:
    """Data and secrets in a folder of their own, worked on by the command line."""

    def __init__(self, folder: Path) -> None:
        self.data, self.env_file = folder / "data", folder / ".env"
        self.environment: Mapping[str, str] = {
            "PATH": os.environ["PATH"], "DATA_DIR": str(self.data), "ENV_FILE": str(self.env_file),
        }  # fmt: skip

    def command(self, *arguments: str | Path, expect: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=BASE_DIR, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == expect, done.stderr
        return done.stdout + done.stderr

    def write(self, database: str, text: str) -> None:
        with sqlite3.connect(self.data / f"{database}.sqlite3") as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS note (text)")
            connection.execute("INSERT INTO note VALUES (?)", [text])
        connection.close()

    def notes(self, database: str) -> list[str]:
        with sqlite3.connect(self.data / f"{database}.sqlite3") as connection:
            found = [text for (text,) in connection.execute("SELECT text FROM note")]
        connection.close()
        return found


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    here = Installation(tmp_path / "here")
    here.data.mkdir(parents=True)
    here.write("erp", "a customer")
    here.write("crm", "an account")
    here.command("prepare_environment")
    return here


def test_what_was_backed_up_comes_back_on_another_machine(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    installation.command("backup", file)
    there = Installation(tmp_path / "there")
    (tmp_path / "there").mkdir()
    there.command("restore", file)
    assert (there.notes("erp"), there.notes("crm")) == (["a customer"], ["an account"])
    assert read_env_file(there.env_file) == read_env_file(installation.env_file)
    assert stat.S_IMODE(there.env_file.stat().st_mode) == 0o600


def test_a_backup_is_readable_by_its_owner_alone_and_never_overwrites_another(
    installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "backup.tar.gz"
    installation.command("backup", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with tarfile.open(file) as archive:
        assert {member.name: member.mode for member in archive} == {
            "default.database": 0o600, "crm.database": 0o600, "manifest.json": 0o600, "secrets.env": 0o600,
        }  # fmt: skip
    before = file.read_bytes()
    assert "is there already" in installation.command("backup", file, expect=1)
    assert file.read_bytes() == before


def test_data_is_replaced_only_when_asked(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    installation.command("backup", file)
    installation.write("erp", "a later customer")
    assert "--force" in installation.command("restore", file, expect=1)
    assert installation.notes("erp") == ["a customer", "a later customer"]
    installation.command("restore", file, "--force")
    assert installation.notes("erp") == ["a customer"]


def test_other_settings_of_the_env_file_stay(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    installation.command("backup", file)
    secrets = read_env_file(installation.env_file)
    installation.env_file.write_text("# mine\nPORT=8123\nSECRET_KEY=another\n")
    installation.command("restore", file, "--force")
    assert read_env_file(installation.env_file) == {"PORT": "8123", **secrets}
    assert installation.env_file.read_text().startswith("# mine\n")


def test_nothing_is_restored_under_a_running_worker(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    installation.command("backup", file)
    with WorkerFile(installation.data / "worker.pid"):
        assert "Stop it first" in installation.command("restore", file, "--force", expect=1)


@pytest.mark.parametrize("content", [b"", b"not a backup"])
def test_a_file_that_is_no_backup_is_refused(
    installation: Installation, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "backup.tar.gz"
    file.write_bytes(content)
    assert "is not a backup" in installation.command("restore", file, "--force", expect=1)
    assert installation.notes("erp") == ["a customer"]
