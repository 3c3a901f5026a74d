"""What one record of a document passes on to another, such as an order line to the line of its invoice."""

from functools import cache
from typing import Any, Final

from erp.models import ErpRecord

_OWN: Final = {"id", "row_version", "modified_at", "document_id"}


def copied_values(
    source: ErpRecord, target: type[ErpRecord], *, without: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Returns the values of all fields that both tables have, by attribute, except for what is their own."""
    names = _common(type(source), target)
    return {name: getattr(source, name) for name in names if name not in without}


@cache
def _common(source: type[ErpRecord], target: type[ErpRecord]) -> tuple[str, ...]:
    there = {field.attname for field in target._meta.concrete_fields}
    names = [field.attname for field in source._meta.concrete_fields]
    return tuple(name for name in names if name in there and name not in _OWN)
