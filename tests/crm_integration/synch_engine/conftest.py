"""Two connected systems for every test of the engine."""

import pytest

from tests.two_systems import TwoSystems, connected


@pytest.fixture
def systems(db: None, monkeypatch: pytest.MonkeyPatch) -> TwoSystems:
    return connected(monkeypatch)
