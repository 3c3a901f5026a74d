"""The first run makes the secrets; no later run touches them."""

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command

from crm_integration.environment import read_env_file


@pytest.fixture(autouse=True)
def _no_secrets_in_the_process_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("FIELD_ENCRYPTION_KEYS", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.delenv("SERVE", raising=False)


def test_the_first_run_writes_random_secrets_for_the_owner_alone(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for file in (first, second):
        call_command("prepare_environment", file=file)
    values = read_env_file(first)
    assert len(values["SECRET_KEY"]) >= 50
    Fernet(values["FIELD_ENCRYPTION_KEYS"])
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert values != read_env_file(second)


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    call_command("prepare_environment", file=file)
    before = file.read_bytes()
    call_command("prepare_environment", file=file)
    assert file.read_bytes() == before


def test_the_port_of_the_first_run_is_that_of_later_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    for port in ("8001", "8002"):
        monkeypatch.setenv("PORT", port)
        call_command("prepare_environment", file=file)
    assert read_env_file(file)["PORT"] == "8001"


def test_processes_that_share_the_file_keep_their_own_ports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "8001")
    monkeypatch.setenv("SERVE", "crm")
    call_command("prepare_environment", file=tmp_path / ".env")
    assert "PORT" not in read_env_file(tmp_path / ".env")


def test_what_is_missing_is_added_and_what_is_there_is_kept(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=8001\nSECRET_KEY=my own")
    call_command("prepare_environment", file=file)
    assert file.read_text().startswith("PORT=8001\nSECRET_KEY=my own\nFIELD_ENCRYPTION_KEYS=")


def test_secrets_of_the_process_environment_are_not_written_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "from the service manager")
    monkeypatch.setenv("FIELD_ENCRYPTION_KEYS", "from there too")
    call_command("prepare_environment", file=tmp_path / ".env")
    assert not (tmp_path / ".env").exists()


def test_the_secrets_are_never_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("prepare_environment", file=tmp_path / ".env")
    output = capsys.readouterr().out
    assert not any(value in output for value in read_env_file(tmp_path / ".env").values())


def test_a_file_that_others_can_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SECRET_KEY=a\nFIELD_ENCRYPTION_KEYS=b\n")
    file.chmod(0o644)
    call_command("prepare_environment", file=file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
