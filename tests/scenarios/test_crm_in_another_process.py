"""The CRM is served by another process, reached over HTTP: only URL and credentials differ."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("crm_in_another_process")]

ADMINISTRATOR = ("--role", "System Administrator", "--role", "System Customizer")


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("crm"), SERVE="crm")
    installation.begin_with(migrated)
    installation.start("--demo", "--no-worker")
    yield installation
    assert installation.stop() == 0


@pytest.fixture(scope="module")
def erp(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("erp"), SERVE="erp")
    installation.begin_with(migrated)
    installation.command("prepare_environment")
    installation.command("migrate_all")
    installation.command("load_demo_data")
    return installation


def _credentials(crm: Installation, name: str = "Back office", *roles: str) -> dict[str, str]:
    lines = crm.command("crm_register_application", name, *(roles or ["--no-role"])).splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def _deploy(crm: Installation, erp: Installation, integration_user: str) -> str:
    given = _credentials(crm, "Setup", *ADMINISTRATOR)
    return erp.command(
        "deploy_solution",
        *("--url", crm.url, "--tenant", given["tenant"], "--integration-user", integration_user),
        *("--client-id", given["client id"], "--client-secret", given["client secret"]),
    )


def test_two_processes_come_into_step_over_http(crm: Installation, erp: Installation) -> None:
    given = _credentials(crm)
    assert "was given the security role" in _deploy(crm, erp, given["client id"])
    erp.command(
        "connect",
        *("--url", crm.url, "--tenant", given["tenant"]),
        *("--client-id", given["client id"], "--client-secret", given["client secret"]),
    )
    # Without a worker the command does the work; it ends with 0 only if nothing failed.
    erp.command("full_synch", "--wait")
    assert crm.log() == ""


def test_a_wrong_secret_is_a_sentence_and_stores_nothing(crm: Installation, erp: Installation) -> None:
    given = _credentials(crm)
    said = erp.command(
        "connect",
        *("--url", crm.url, "--tenant", given["tenant"]),
        *("--client-id", given["client id"], "--client-secret", "a guess"),
        expect=1,
    )
    assert "nothing was stored" in said
    assert "Traceback" not in said
    assert "a guess" not in said


def test_a_crm_that_is_not_there_is_a_sentence(erp: Installation, tmp_path: Path) -> None:
    unused = Installation(tmp_path)
    said = erp.command(
        "connect",
        *("--url", unused.url, "--tenant", "contoso", "--client-id", "id", "--client-secret", "a guess"),
        expect=1,
    )
    assert "nothing was stored" in said
    assert "Traceback" not in said
