"""Creates or modifies a post code."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from erp.models import PostCode
from erp.operations.save_line import save_line


def save_post_code(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> PostCode:
    """Creates a post code, or modifies the one with the id; its key is code and city."""
    return save_line(
        model=PostCode,
        key=("code", "city"),
        values=values,
        record_id=record_id,
        expected_version=expected_version,
    )
