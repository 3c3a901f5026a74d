"""Modifies customer price groups."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import CustomerPriceGroup
from erp.operations.code_records import modify_code_records


def modify_customer_price_groups(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[CustomerPriceGroup]:
    """Modifies customer price groups by id and returns them as they are now."""
    return modify_code_records(model=CustomerPriceGroup, changes=changes, expected_versions=expected_versions)
