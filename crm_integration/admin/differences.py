"""What an administrator changed on a mapping, against the mapping as it is delivered."""

from dataclasses import dataclass, fields

from crm_integration.mappings.registry import MAPPINGS
from crm_integration.table_mapping.declaration import FieldRow, TableMapping

SETTINGS = (
    "direction",
    "erp_filter",
    "crm_filter",
    "synch_only_coupled_records",
    "update_conflict_resolution",
    "deletion_conflict_resolution",
)
# How records are matched is asked on a page of its own and is no difference of the mapping.
OF_MATCHING = ("use_for_match", "match_priority", "is_case_sensitive")


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


def differences(mapping: TableMapping) -> Differences:
    default = MAPPINGS[mapping.name]
    delivered = {row.key: row for row in default.fields}
    present = {row.key: row for row in mapping.fields}
    return Differences(
        settings=frozenset(name for name in SETTINGS if getattr(mapping, name) != getattr(default, name)),
        changed=frozenset(
            key for key, row in present.items() if key in delivered and _differs(row, delivered[key])
        ),
        added=frozenset(present.keys() - delivered.keys()),
        removed=tuple(row for key, row in delivered.items() if key not in present),
    )


def _differs(row: FieldRow, delivered: FieldRow) -> bool:
    names = (field.name for field in fields(FieldRow) if field.name not in OF_MATCHING)
    return any(getattr(row, name) != getattr(delivered, name) for name in names)
