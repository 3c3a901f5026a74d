"""Refusals about a line of a sales document; ``index`` is the place of its row."""

from typing import Any, Final

from erp.operations.errors import RecordRejected

LINES: Final = "sales_line"


def line_rejected(index: int, field: str, code: str, **params: Any) -> RecordRejected:
    """Returns the refusal to be raised."""
    return RecordRejected(table=LINES, index=index, field=field, code=code, params=params)
