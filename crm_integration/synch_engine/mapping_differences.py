"""What an administrator changed on a mapping, against the mapping as it is delivered."""

from dataclasses import dataclass

from crm_integration.mappings.registry import declared
from crm_integration.table_mapping.declaration import FieldRow, TableMapping

SETTINGS = (
    "direction",
    "erp_filter",
    "crm_filter",
    "synch_only_coupled_records",
    "create_new_if_no_match",
    "synch_after_coupling",
    "update_conflict_resolution",
    "deletion_conflict_resolution",
)


@dataclass(frozen=True)
class Differences:
    """Names of settings, keys of rows; a key is ``erp_field:crm_column``."""

    settings: frozenset[str]
    changed: frozenset[str]
    added: frozenset[str]
    removed: tuple[FieldRow, ...]

    @property
    def count(self) -> int:
        return len(self.settings) + len(self.changed) + len(self.added) + len(self.removed)


def differences(mapping: TableMapping, *, by_unit_group: bool) -> Differences:
    default = declared(mapping.name, by_unit_group=by_unit_group)
    delivered = {row.key: row for row in default.fields}
    present = {row.key: row for row in mapping.fields}
    return Differences(
        settings=frozenset(name for name in SETTINGS if getattr(mapping, name) != getattr(default, name)),
        changed=frozenset(key for key, row in present.items() if key in delivered and row != delivered[key]),
        added=frozenset(present.keys() - delivered.keys()),
        removed=tuple(row for key, row in delivered.items() if key not in present),
    )
