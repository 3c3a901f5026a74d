"""Creates salespeople, who get a code from their initials when none is given."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction

from erp.models import Salesperson
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import insert_new
from erp.operations.errors import RecordRejected

LONGEST_INITIALS = 5


@transaction.atomic
def create_salespeople(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[Salesperson]:
    """Creates a salesperson per row; a row needs a ``code`` or a ``name``."""
    values = clean_rows(table="salesperson", rows=rows)
    taken = {row["code"] for row in values if row.get("code")}
    if any(not row.get("code") for row in values):
        taken |= set(Salesperson.objects.values_list("code", flat=True))
    for index, row in enumerate(values):
        if not row.get("code"):
            row["code"] = _free_code(index, row.get("name", ""), taken)
            taken.add(row["code"])
    return insert_new(model=Salesperson, rows=values, key="code", created_ids=created_ids)


def _free_code(index: int, name: str, taken: set[str]) -> str:
    initials = "".join(word[0] for word in name.split() if word[0].isalnum()).upper()
    if not initials:
        raise RecordRejected(table="salesperson", index=index, field="code", code="required")
    return next(code for code in _candidates(initials[:LONGEST_INITIALS]) if code not in taken)


def _candidates(initials: str) -> Iterator[str]:
    """Yields ND, ND2, ND3 …"""
    yield initials
    for number in count(2):
        yield f"{initials}{number}"
