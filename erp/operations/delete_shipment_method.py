"""Deletes a shipment method."""

from uuid import UUID

from erp.models import ShipmentMethod
from erp.operations.delete_record import delete_record


def delete_shipment_method(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a shipment method; raises RecordInUse when other records refer to it."""
    delete_record(model=ShipmentMethod, record_id=record_id, expected_version=expected_version)
