"""Fixtures that every test may use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.installation import migrated_data


@pytest.fixture(autouse=True)
def _forget_cached_values() -> Iterator[None]:
    """A cache outlives the transaction of a test; its tokens and locks must not."""
    yield
    cache.clear()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with migrated SQLite files, to be copied by installations that prove something else."""
    own = tmp_path_factory.getbasetemp()
    return migrated_data(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)
