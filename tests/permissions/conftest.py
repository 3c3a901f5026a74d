"""One prepared installation for all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_integration.dataverse.clients import forget_clients
from tests.permissions.prepared import Prepared


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("permissions"))


@pytest.fixture
def prepared(db: None) -> Iterator[Prepared]:
    yield Prepared()
    forget_clients()
