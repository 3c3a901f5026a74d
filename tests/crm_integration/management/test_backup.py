"""A backup holds everything, for its owner alone; bringing it back loses nothing by accident."""

import contextlib
import shutil
import sqlite3
import stat
import tarfile
from pathlib import Path

import pytest

from crm_integration.environment import read_env_file
from crm_integration.jobs.worker_file import WorkerFile
from tests.installation import Installation, own_databases, query


def write(installation: Installation, database: str, text: str) -> None:
    with contextlib.closing(sqlite3.connect(installation.data / f"{database}.sqlite3")) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text)")
        connection.execute("INSERT INTO note VALUES (?)", [text])
        connection.commit()


def notes(installation: Installation, database: str) -> list[str]:
    with contextlib.closing(sqlite3.connect(installation.data / f"{database}.sqlite3")) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM note")]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installation and a backup of it, which tests copy."""
    folder = tmp_path_factory.mktemp("original")
    made = Installation(folder / "here")
    made.data.mkdir(parents=True)
    write(made, "erp", "a customer")
    write(made, "crm", "an account")
    made.command("prepare_environment")
    made.command("backup", folder / "backup.tar.gz")
    return folder


@pytest.fixture
def installation(original: Path, tmp_path: Path) -> Installation:
    shutil.copytree(original / "here", tmp_path / "here")
    return Installation(tmp_path / "here")


@pytest.fixture
def file(original: Path) -> Path:
    return original / "backup.tar.gz"


def test_what_was_backed_up_comes_back_on_another_machine(
    installation: Installation, file: Path, tmp_path: Path
) -> None:
    there = Installation(tmp_path / "there")
    there.command("restore", file)
    assert (notes(there, "erp"), notes(there, "crm")) == (["a customer"], ["an account"])
    secrets = read_env_file(installation.env_file)
    del secrets["PORT"]
    assert read_env_file(there.env_file) == secrets
    assert stat.S_IMODE(there.env_file.stat().st_mode) == 0o600


def test_a_backup_is_readable_by_its_owner_alone(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with tarfile.open(file) as archive:
        modes = {member.name: member.mode for member in archive}
    members = ("default.database", "crm.database", "manifest.json", "secrets.env")
    assert modes == dict.fromkeys(members, 0o600)


def test_a_backup_never_overwrites_another(installation: Installation, file: Path) -> None:
    before = file.read_bytes()
    assert "is there already" in installation.command("backup", file, expect=1)
    assert file.read_bytes() == before


def test_data_is_replaced_only_when_asked(installation: Installation, file: Path) -> None:
    write(installation, "erp", "a later customer")
    assert "--force" in installation.command("restore", file, expect=1)
    assert notes(installation, "erp") == ["a customer", "a later customer"]
    installation.command("restore", file, "--force")
    assert notes(installation, "erp") == ["a customer"]


def test_other_settings_of_the_env_file_stay(installation: Installation, file: Path) -> None:
    secrets = read_env_file(installation.env_file)
    installation.env_file.write_text("# mine\nPORT=8123\nSECRET_KEY=another\n")
    installation.command("restore", file, "--force")
    assert read_env_file(installation.env_file) == {**secrets, "PORT": "8123"}
    assert installation.env_file.read_text().startswith("# mine\n")


def test_nothing_is_restored_under_a_running_worker(installation: Installation, file: Path) -> None:
    with WorkerFile(installation.data / "worker.pid"):
        assert "Stop it first" in installation.command("restore", file, "--force", expect=1)


def test_a_file_that_is_no_backup_is_refused(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("not a backup")
    assert "is no backup of this product." in installation.command(
        "restore", tmp_path / "other", "--force", expect=1
    )
    assert notes(installation, "erp") == ["a customer"]


@pytest.mark.postgres
def test_a_backup_of_postgresql_comes_back_too(tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    with own_databases() as settings:
        here = Installation(tmp_path, **settings)
        erp, crm = settings["DATABASE_URL"], settings["CRM_DATABASE_URL"]
        query(erp, "CREATE TABLE note AS SELECT 'a customer' AS text")
        query(crm, "CREATE TABLE note AS SELECT 'an account' AS text")
        here.command("prepare_environment")
        here.command("backup", file)
        query(erp, "UPDATE note SET text = 'changed'")
        assert "--force" in here.command("restore", file, expect=1)
        here.command("restore", file, "--force")
        found = [query(url, "SELECT text FROM note") for url in (erp, crm)]
    assert found == [["a customer"], ["an account"]]
