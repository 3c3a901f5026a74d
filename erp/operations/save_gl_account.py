"""Creates or modifies a G/L account."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import GLAccount
from erp.operations.save_line import save_line


def save_gl_account(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> GLAccount:
    """Creates a G/L account from a ``no`` and more, or modifies the one with the id."""
    return save_line(
        model=GLAccount,
        key=("no",),
        values=values,
        record_id=record_id,
        expected_version=expected_version,
    )
