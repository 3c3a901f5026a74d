"""Creates or modifies a line of the VAT posting setup."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import VatPostingSetup
from erp.operations.save_line import save_line


def save_vat_posting_setup(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> VatPostingSetup:
    """Creates a line of the VAT posting setup from two posting groups, or modifies the one with the id."""
    return save_line(
        model=VatPostingSetup,
        key=("vat_bus_posting_group", "vat_prod_posting_group"),
        values=values,
        record_id=record_id,
        expected_version=expected_version,
    )
