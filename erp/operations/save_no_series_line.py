"""Creates or modifies a line of a number series."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import NoSeriesLine
from erp.operations.save_line import save_line


def save_no_series_line(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> NoSeriesLine:
    """Creates a line of a number series, or modifies the one with the id."""
    return save_line(
        model=NoSeriesLine,
        key=("series_code", "line_no"),
        values=values,
        record_id=record_id,
        expected_version=expected_version,
    )
