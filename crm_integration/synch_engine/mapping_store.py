"""Keeps table mappings as rows that an administrator edits, and reads them back as declarations."""

from dataclasses import fields, replace
from typing import Any

from django.db import transaction

from crm_integration.mappings.registry import MAPPINGS
from crm_integration.models import IntegrationFieldMapping, IntegrationTableMapping
from crm_integration.table_mapping import filters
from crm_integration.table_mapping.declaration import (
    DeletionConflict,
    FieldRow,
    TableMapping,
    UpdateConflict,
)
from crm_integration.table_mapping.direction import Direction

ROW_COLUMNS = tuple(field.name for field in fields(FieldRow) if field.name != "direction")


class UnknownMapping(LookupError):
    """There is no integration table mapping of this name, or this version does not know it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def seed_mappings() -> None:
    """Creates the mappings that are declared and not there yet; what is there stays as it was edited."""
    known = set(IntegrationTableMapping.objects.values_list("name", flat=True))
    for position, mapping in enumerate(MAPPINGS.values()):
        if mapping.name not in known:
            _store(mapping, position)


def restore_defaults(name: str) -> None:
    """Puts a mapping back as it is declared; couplings, jobs and whether it is enabled stay."""
    position = list(MAPPINGS).index(name)
    _store(MAPPINGS[name], position)


def load_mapping(name: str) -> TableMapping:
    """Returns a mapping as an administrator left it. Raises UnknownMapping."""
    return declaration_of(stored_mapping(name))


def stored_mapping(name: str) -> IntegrationTableMapping:
    """Returns the row of a mapping with its field rows. Raises UnknownMapping."""
    stored = IntegrationTableMapping.objects.prefetch_related("field_mappings").filter(name=name).first()
    if stored is None or name not in MAPPINGS:
        raise UnknownMapping(name)
    return stored


def is_option_mapping(name: str) -> bool:
    return name in MAPPINGS and MAPPINGS[name].is_option_mapping


def declaration_of(stored: IntegrationTableMapping) -> TableMapping:
    """Returns a stored mapping as a declaration; what is no setting comes from the declared one."""
    return replace(
        MAPPINGS[stored.name],
        direction=Direction(stored.direction),
        erp_filter=filters.from_json(stored.erp_filter),
        crm_filter=filters.from_json(stored.crm_filter),
        fields=tuple(row_of(row) for row in stored.field_mappings.all()),
        synch_only_coupled_records=stored.synch_only_coupled_records,
        create_new_if_no_match=stored.create_new_if_no_match,
        synch_after_coupling=stored.synch_after_coupling,
        update_conflict_resolution=UpdateConflict(stored.update_conflict_resolution),
        deletion_conflict_resolution=DeletionConflict(stored.deletion_conflict_resolution),
    )


def row_of(stored: IntegrationFieldMapping) -> FieldRow:
    values = {name: getattr(stored, name) for name in ROW_COLUMNS}
    return FieldRow(direction=Direction(stored.direction), **values)


def settings_of(mapping: TableMapping) -> dict[str, Any]:
    """Returns what an administrator may change on a mapping, by the column that keeps it."""
    return {
        "direction": mapping.direction.value,
        "erp_filter": filters.to_json(mapping.erp_filter),
        "crm_filter": filters.to_json(mapping.crm_filter),
        "synch_only_coupled_records": mapping.synch_only_coupled_records,
        "create_new_if_no_match": mapping.create_new_if_no_match,
        "synch_after_coupling": mapping.synch_after_coupling,
        "update_conflict_resolution": mapping.update_conflict_resolution.value,
        "deletion_conflict_resolution": mapping.deletion_conflict_resolution.value,
    }


@transaction.atomic
def _store(mapping: TableMapping, position: int) -> None:
    stored, _ = IntegrationTableMapping.objects.update_or_create(
        name=mapping.name,
        defaults={
            "position": position,
            "erp_table": mapping.erp_table,
            "crm_table": mapping.crm_table,
            "is_full_synch_needed": True,
            **settings_of(mapping),
        },
    )
    stored.field_mappings.all().delete()
    IntegrationFieldMapping.objects.bulk_create(
        IntegrationFieldMapping(
            mapping=stored,
            position=number,
            direction=row.direction.value,
            **{name: getattr(row, name) for name in ROW_COLUMNS},
        )
        for number, row in enumerate(mapping.fields)
    )
