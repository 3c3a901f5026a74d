"""Refuses an item or a resource that is coupled to stand for products that are written in. Source: SD 1.6."""

from typing import Any
from uuid import UUID

from crm_integration.models import Coupling
from erp.events import write_in_product_chosen


def connect_write_in_product() -> None:
    """To be called once, when the app is ready."""
    write_in_product_chosen.connect(is_coupled, dispatch_uid="crm_integration.write_in_product")


def is_coupled(table: str, record_id: UUID, **_: Any) -> bool:
    return Coupling.objects.filter(erp_table=table, erp_id=record_id).exists()
