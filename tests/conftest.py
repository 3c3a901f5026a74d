"""Fixtures that every test may use."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _forget_cached_values() -> Iterator[None]:
    """A cache outlives a test's transaction; tokens and locks of one test are nobody's business in the next."""
    yield
    cache.clear()
