"""Creates or modifies a country or region."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import CountryRegion
from erp.operations.save_record import save_record


def save_country_region(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> CountryRegion:
    """Creates a country or region from a ``code`` and more, or modifies the one with the id."""
    return save_record(
        model=CountryRegion, values=values, record_id=record_id, expected_version=expected_version
    )
