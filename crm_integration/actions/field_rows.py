"""The field rows of a mapping as an administrator edits them: a new one, a changed one, one less."""

from dataclasses import replace
from typing import Final

from crm_integration.models import IntegrationTableMapping
from crm_integration.table_mapping.declaration import FieldRow, TableMapping
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.facts import Facts

NOBODY_PICKS: Final = ("row_version",)


def new_row(erp_field: str, crm_column: str, facts: Facts) -> FieldRow:
    """A lookup that accepts several tables is bound to the one that belongs to the field's table."""
    target = _target(erp_field, crm_column, facts)
    return FieldRow(erp_field, crm_column, Direction.BIDIRECTIONAL, target_table=target)


def with_row(mapping: TableMapping, row: FieldRow) -> TableMapping:
    """The row comes instead of that between the same fields."""
    rows = tuple(row if known.key == row.key else known for known in mapping.fields)
    return replace(mapping, fields=rows)


def without_row(mapping: TableMapping, key: str) -> TableMapping:
    return replace(mapping, fields=tuple(row for row in mapping.fields if row.key != key))


def _target(erp_field: str, crm_column: str, facts: Facts) -> str:
    column, field = facts.crm.get(crm_column), facts.erp.get(erp_field)
    if column is None or len(column.targets) < 2:
        return ""
    of_field = IntegrationTableMapping.objects.filter(
        erp_table=field.related_table if field else "", crm_table__in=column.targets
    )
    return min(of_field.values_list("crm_table", flat=True), default="")
