"""Modifies salespeople."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import Salesperson
from erp.operations.code_records import modify_code_records


def modify_salespeople(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[Salesperson]:
    """Modifies salespeople by id and returns them as they are now."""
    return modify_code_records(model=Salesperson, changes=changes, expected_versions=expected_versions)
