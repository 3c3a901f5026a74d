"""Fixtures that every test may use."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _forget_cached_values() -> Iterator[None]:
    """A cache outlives the transaction of a test; its tokens and locks must not."""
    yield
    cache.clear()
