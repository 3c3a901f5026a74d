"""Creates or modifies a shipment method."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import ShipmentMethod
from erp.operations.save_record import save_record


def save_shipment_method(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> ShipmentMethod:
    """Creates a shipment method from a ``code`` and more, or modifies the one with the id."""
    return save_record(
        model=ShipmentMethod, values=values, record_id=record_id, expected_version=expected_version
    )
