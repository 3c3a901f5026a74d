"""The item or resource that stands for whatever is sold without being listed."""

from collections.abc import Mapping
from typing import Any

from erp.models import Item, Resource, WriteInProductType
from erp.operations.errors import RecordRejected

_TABLES: Mapping[str, Any] = {WriteInProductType.ITEM: Item, WriteInProductType.RESOURCE: Resource}


def check_write_in_product(row: Mapping[str, Any], current: Mapping[str, Any]) -> None:
    """Raises RecordRejected when Sales & Receivables Setup would name a product that does not exist."""
    whole = {**current, **row}
    number = whole["write_in_product_no"]
    if number and not _TABLES[whole["write_in_product_type"]].objects.filter(no=number).exists():
        raise RecordRejected(
            table="sales_receivables_setup",
            index=0,
            field="write_in_product_no",
            code="unknown_reference",
            params={"value": number},
        )
