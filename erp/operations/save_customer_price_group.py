"""Creates or modifies a customer price group."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import CustomerPriceGroup
from erp.operations.save_record import save_record


def save_customer_price_group(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> CustomerPriceGroup:
    """Creates a customer price group from a ``code`` and more, or modifies the one with the id."""
    return save_record(
        model=CustomerPriceGroup, values=values, record_id=record_id, expected_version=expected_version
    )
