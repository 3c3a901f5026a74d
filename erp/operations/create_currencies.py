"""Creates currencies."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from erp.models import Currency
from erp.operations.code_records import create_code_records


def create_currencies(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[Currency]:
    """Creates a currency per row; ``code`` is required."""
    return create_code_records(model=Currency, rows=rows, created_ids=created_ids)
