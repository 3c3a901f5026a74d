"""The version of what counts none: the same for as long as its values are."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any


def content_version(values: Sequence[Any]) -> int:
    """Tells nothing of the values."""
    return int(sha256(repr(values).encode()).hexdigest()[:15], 16)
