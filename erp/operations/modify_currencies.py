"""Modifies currencies."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import Currency
from erp.operations.code_records import modify_code_records


def modify_currencies(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[Currency]:
    """Modifies currencies by id and returns them as they are now."""
    return modify_code_records(model=Currency, changes=changes, expected_versions=expected_versions)
