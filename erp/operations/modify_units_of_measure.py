"""Modifies units of measure."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import UnitOfMeasure
from erp.operations.code_records import modify_code_records


def modify_units_of_measure(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[UnitOfMeasure]:
    """Modifies units of measure by id and returns them as they are now."""
    return modify_code_records(model=UnitOfMeasure, changes=changes, expected_versions=expected_versions)
