"""Creates customer price groups."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from erp.models import CustomerPriceGroup
from erp.operations.code_records import create_code_records


def create_customer_price_groups(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[CustomerPriceGroup]:
    """Creates a customer price group per row; ``code`` is required."""
    return create_code_records(model=CustomerPriceGroup, rows=rows, created_ids=created_ids)
