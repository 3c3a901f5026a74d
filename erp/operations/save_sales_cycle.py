"""Creates or modifies a sales cycle."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import SalesCycle
from erp.operations.save_record import save_record


def save_sales_cycle(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> SalesCycle:
    """Creates a sales cycle from a ``code`` and more, or modifies the one with the id."""
    return save_record(
        model=SalesCycle, values=values, record_id=record_id, expected_version=expected_version
    )
