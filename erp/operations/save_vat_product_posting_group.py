"""Creates or modifies a VAT product posting group."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import VatProductPostingGroup
from erp.operations.save_record import save_record


def save_vat_product_posting_group(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> VatProductPostingGroup:
    """Creates a VAT product posting group from a ``code`` and more, or modifies the one with the id."""
    return save_record(
        model=VatProductPostingGroup, values=values, record_id=record_id, expected_version=expected_version
    )
