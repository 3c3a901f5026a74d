"""Creates or modifies payment terms."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import PaymentTerms
from erp.operations.save_record import save_record


def save_payment_terms(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> PaymentTerms:
    """Creates payment terms from a ``code`` and more, or modifies the one with the id."""
    return save_record(
        model=PaymentTerms, values=values, record_id=record_id, expected_version=expected_version
    )
