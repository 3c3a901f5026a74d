"""Two connected systems for what an administrator chooses."""

import pytest

from tests.two_systems import TwoSystems, connected


@pytest.fixture
def systems(db: None, monkeypatch: pytest.MonkeyPatch) -> TwoSystems:
    return connected(monkeypatch)
