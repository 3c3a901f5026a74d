"""Checks that the codes which rows refer to exist, with one query per table referred to."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from erp.operations.errors import RecordRejected
from erp.queries.table_fields import model_of, table_fields


def check_references(*, table: str, rows: Sequence[dict[str, Any]], except_for: Collection[str] = ()) -> None:
    """Raises RecordRejected for the first reference to a record that does not exist."""
    related = {
        name: field.related_table
        for name, field in table_fields(table).items()
        if field.related_table and name not in except_for
    }
    known = _known_codes(related, rows)
    for index, row in enumerate(rows):
        for name in related.keys() & row.keys():
            code = row[name]
            if code and code not in known[related[name]]:
                raise RecordRejected(
                    table=table, index=index, field=name, code="unknown_reference", params={"value": code}
                )


def _known_codes(related: dict[str, Any], rows: Sequence[dict[str, Any]]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name, target in related.items():
            if row.get(name):
                wanted[target].add(row[name])
    return {target: _existing(target, codes) for target, codes in wanted.items()}


def _existing(table: str, codes: set[str]) -> set[str]:
    model = model_of(table)
    key = "no" if "no" in table_fields(table) else "code"
    return set(model._default_manager.filter(**{f"{key}__in": codes}).values_list(key, flat=True))
