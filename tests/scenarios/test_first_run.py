"""Somebody starts the product on a fresh machine, and again the next day."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.installation import Installation

pytestmark = pytest.mark.slow


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@pytest.fixture
def served(installation: Installation) -> Iterator[str]:
    yield installation.start("--demo")
    assert installation.stop() == 0


def test_the_demo_comes_into_step_without_a_question(installation: Installation, served: str) -> None:
    assert f"Ready: {installation.url}/" in served
    assert "Users: admin, processor, viewer, salesperson" in served
    assert "Password:" in served
    assert installation.password not in served
    assert requests.get(f"{installation.url}/readyz", timeout=30).json()["parts"]["default"] == "ok"
    assert requests.get(f"{installation.url}/admin/", timeout=30).url.startswith(
        f"{installation.url}/admin/login/"
    )
    # Attaches to the run that goes on; ends with 0 only if every line finished without a failed record.
    installation.command("full_synch", "--wait")
    assert installation.log() == ""


def test_the_next_start_keeps_the_data(installation: Installation, served: str) -> None:
    installation.command("full_synch", "--wait")
    assert installation.stop() == 0
    again = installation.start("--demo")
    assert "loaded" not in again
    assert "Password:" not in again
    assert "Ready:" in again
