"""Creates or modifies a number series."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import NoSeries
from erp.operations.save_record import save_record


def save_no_series(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> NoSeries:
    """Creates a number series from a ``code`` and more, or modifies the one with the id."""
    return save_record(model=NoSeries, values=values, record_id=record_id, expected_version=expected_version)
