"""Keeps table mappings as rows that an administrator edits, and reads them back as declarations."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from django.db import transaction
from django.db.models import F

from crm_integration.mappings.registry import BY_UNIT_GROUP, MAPPINGS, SALES_MAPPINGS, declared, is_of_way
from crm_integration.models import ConnectionSetup, IntegrationFieldMapping, IntegrationTableMapping
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
    """Creates the mappings that are declared and not there yet; what is there stays as it was edited.

    A mapping that belongs to the other way of synchronizing units is switched off.
    """
    setup = ConnectionSetup.get()
    by_unit_group = setup.unit_group_mapping_enabled
    known = set(IntegrationTableMapping.objects.values_list("name", flat=True))
    for name in MAPPINGS:
        if name not in known:
            is_enabled = is_of_way(name, by_unit_group=by_unit_group)
            is_layer_on = setup.is_sales_integration_enabled or name not in SALES_MAPPINGS
            _store(name, by_unit_group=by_unit_group, is_enabled=is_enabled, is_layer_on=is_layer_on)


def switch_sales_mappings(*, is_on: bool) -> None:
    """Has the mappings of the sales layer follow its switch; each keeps its own."""
    IntegrationTableMapping.objects.filter(name__in=SALES_MAPPINGS).update(is_layer_on=is_on)


def restore_defaults(name: str) -> None:
    """Puts a mapping back as it is declared; couplings, jobs and whether it is enabled stay."""
    stored = IntegrationTableMapping.objects.filter(name=name).first()
    _store(name, by_unit_group=stored is not None and stored.by_unit_group)


@transaction.atomic
def follow_unit_groups(*, by_unit_group: bool) -> None:
    """Switches the mappings to one of the two ways of synchronizing units.

    Rows by which the declarations of both ways differ are exchanged; what an administrator edited or switched
    off stays so.
    """
    for name in MAPPINGS:
        stored = IntegrationTableMapping.objects.filter(name=name)
        if not is_of_way(name, by_unit_group=not by_unit_group):
            stored.update(
                is_enabled=F("was_enabled"), is_full_synch_needed=True, row_version=F("row_version") + 1
            )
        elif not is_of_way(name, by_unit_group=by_unit_group):
            stored.update(was_enabled=F("is_enabled"), is_enabled=False, row_version=F("row_version") + 1)
    for mapping in IntegrationTableMapping.objects.filter(name__in=BY_UNIT_GROUP):
        _exchange_rows(mapping, by_unit_group=by_unit_group)
        mapping.by_unit_group, mapping.is_full_synch_needed = by_unit_group, True
        mapping.delta_link, mapping.row_version = "", mapping.row_version + 1
        mapping.save()


def _exchange_rows(stored: IntegrationTableMapping, *, by_unit_group: bool) -> None:
    was, becomes = (declared(stored.name, by_unit_group=way) for way in (not by_unit_group, by_unit_group))
    leaving = {row.key for row in was.fields} - {row.key for row in becomes.fields}
    present = {row.key: row for row in map(row_of, stored.field_mappings.all()) if row.key not in leaving}
    known = {row.key for row in was.fields}
    coming = {row.key: row for row in becomes.fields if row.key not in known}
    store_rows(stored.name, (present | coming).values())


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
    known = declared(stored.name, by_unit_group=stored.by_unit_group)
    return replace(
        known,
        direction=Direction(stored.direction),
        erp_filter=filters.from_json(stored.erp_filter),
        crm_filter=filters.from_json(stored.crm_filter),
        fields=tuple(row_of(row) for row in stored.field_mappings.all()),
        synch_only_coupled_records=stored.synch_only_coupled_records or known.is_made_by_flow,
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
def _store(name: str, *, by_unit_group: bool, **more: Any) -> None:
    mapping = declared(name, by_unit_group=by_unit_group)
    IntegrationTableMapping.objects.update_or_create(
        name=name,
        defaults={
            "position": list(MAPPINGS).index(name),
            "erp_table": mapping.erp_table,
            "crm_table": mapping.crm_table,
            "by_unit_group": by_unit_group,
            "is_full_synch_needed": True,
            **settings_of(mapping),
            **more,
        },
    )
    store_rows(name, mapping.fields)


def store_rows(mapping_name: str, rows: Iterable[FieldRow]) -> None:
    """Has a mapping these rows in this order; those that it had keep their ids."""
    present = {row_of(row).key: row for row in IntegrationFieldMapping.objects.filter(mapping=mapping_name)}
    becoming = [
        _stored_row(mapping_name, position, row, present.pop(row.key, None))
        for position, row in enumerate(rows)
    ]
    kept = [row for row in becoming if row.pk]
    leaving = IntegrationFieldMapping.objects.filter(mapping=mapping_name)
    leaving.exclude(pk__in=[row.pk for row in kept]).delete()
    IntegrationFieldMapping.objects.bulk_update(kept, [*ROW_COLUMNS, "direction", "position"])
    IntegrationFieldMapping.objects.bulk_create(row for row in becoming if not row.pk)


def _stored_row(
    mapping_name: str, position: int, row: FieldRow, present: IntegrationFieldMapping | None
) -> IntegrationFieldMapping:
    return IntegrationFieldMapping(
        pk=present.pk if present else None,
        mapping_id=mapping_name,
        position=position,
        direction=row.direction.value,
        **{name: getattr(row, name) for name in ROW_COLUMNS},
    )
