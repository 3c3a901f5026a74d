"""Both systems, connected."""

from collections.abc import Iterator

import pytest

from crm_integration.dataverse.clients import forget_clients
from tests.crm_integration.stage import Stage


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    yield Stage()
    forget_clients()
