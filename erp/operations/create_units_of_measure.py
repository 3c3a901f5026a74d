"""Creates units of measure."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from erp.models import UnitOfMeasure
from erp.operations.code_records import create_code_records


def create_units_of_measure(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[UnitOfMeasure]:
    """Creates a unit of measure per row; ``code`` is required."""
    return create_code_records(model=UnitOfMeasure, rows=rows, created_ids=created_ids)
