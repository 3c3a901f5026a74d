"""Deletes a shipping agent."""

from uuid import UUID

from erp.models import ShippingAgent
from erp.operations.delete_record import delete_record


def delete_shipping_agent(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a shipping agent; raises RecordInUse when other records refer to it."""
    delete_record(model=ShippingAgent, record_id=record_id, expected_version=expected_version)
