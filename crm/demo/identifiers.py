"""Ids of invented records."""

from uuid import NAMESPACE_OID, UUID, uuid5


def demo_id(kind: str, number: int | str) -> UUID:
    """The same id in every demo."""
    return uuid5(NAMESPACE_OID, f"crm-demo/{kind}/{number}")
