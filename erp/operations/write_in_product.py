"""The item or resource that stands for whatever is sold without being listed."""

from collections.abc import Mapping
from typing import Any

from erp.events import MODIFIED, records_written, write_in_product_chosen
from erp.models import Item, Resource, WriteInProductType
from erp.operations.errors import RecordRejected

_TABLES: Mapping[str, Any] = {WriteInProductType.ITEM: Item, WriteInProductType.RESOURCE: Resource}
_TYPE, _NO = "write_in_product_type", "write_in_product_no"


def check_write_in_product(row: Mapping[str, Any], current: Mapping[str, Any]) -> None:
    """Raises RecordRejected when Sales & Receivables Setup would name a product that does not exist, or that
    is known by itself in another system.
    """
    whole = {**current, **row}
    number, kind = whole[_NO], whole[_TYPE]
    if not number:
        return
    record_id = _TABLES[kind].objects.filter(no=number).values_list("id", flat=True).first()
    if record_id is None:
        raise _rejected("unknown_reference", number)
    if (kind, number) == (current[_TYPE], current[_NO]):
        return
    asked = {"table": str(kind), "record_id": record_id}
    if any(refused for _, refused in write_in_product_chosen.send(sender=None, **asked)):
        raise _rejected("known_elsewhere", number)


def tell_of_write_in_product(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Who hears of items and resources looks again at the one that is chosen now, and at the former one."""
    records = {(setup[_TYPE], setup[_NO]) for setup in (before, after)}
    for kind, number in sorted(records) if len(records) > 1 else ():
        ids = list(_TABLES[kind].objects.filter(no=number).values_list("id", flat=True))
        if ids:
            records_written.send(sender=None, table=str(kind), record_ids=ids, kind=MODIFIED)


def _rejected(code: str, number: str) -> RecordRejected:
    return RecordRejected(
        table="sales_receivables_setup", index=0, field=_NO, code=code, params={"value": number}
    )
