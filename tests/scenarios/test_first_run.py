"""Somebody starts the product on a fresh machine, and again the next day."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.installation import Installation, own_databases

pytestmark = pytest.mark.slow


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with own_databases() as settings:
        yield Installation(tmp_path, **settings)


@pytest.fixture
def served(installation: Installation) -> Iterator[str]:
    yield installation.start("--demo")
    assert installation.stop() == 0


def test_the_demo_comes_into_step_without_a_question(installation: Installation, served: str) -> None:
    assert f"Ready: {installation.url}/" in served
    assert "Users: admin, processor, viewer" in served
    assert "Salespeople at /sales/: " in served
    assert installation.password not in served
    assert requests.get(f"{installation.url}/healthz", timeout=30).json() == {"status": "ok"}
    sign_in = requests.get(f"{installation.url}/admin/", timeout=30).url
    assert sign_in.startswith(f"{installation.url}/admin/login/")
    # Attaches to the run that goes on; ends with 0 only if every line finished without a failed record.
    installation.command("full_synch", "--wait")
    assert not installation.log()

    assert installation.stop() == 0
    again = installation.start("--demo")
    assert "Ready:" in again
    assert "loaded" not in again
    assert "Password:" not in again
