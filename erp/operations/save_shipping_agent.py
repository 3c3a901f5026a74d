"""Creates or modifies a shipping agent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import ShippingAgent
from erp.operations.save_record import save_record


def save_shipping_agent(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> ShippingAgent:
    """Creates a shipping agent from a ``code`` and more, or modifies the one with the id."""
    return save_record(
        model=ShippingAgent, values=values, record_id=record_id, expected_version=expected_version
    )
