"""The mappings as they are stored, each beside the mapping as it is delivered."""

from collections.abc import Collection
from dataclasses import dataclass

from crm_integration.models import IntegrationTableMapping
from crm_integration.synch_engine.mapping_differences import Differences, differences
from crm_integration.synch_engine.mapping_store import declaration_of
from crm_integration.table_mapping.declaration import TableMapping


@dataclass(frozen=True)
class ComparedMapping:
    """``row_version`` is that of the mapping whose differences were found."""

    present: TableMapping
    row_version: int
    by_unit_group: bool
    found: Differences

    @property
    def name(self) -> str:
        return self.present.name


def compare_mappings(names: Collection[str]) -> list[ComparedMapping]:
    """Returns those of the named mappings that there are, changed or not."""
    stored = IntegrationTableMapping.objects.prefetch_related("field_mappings")
    return [_compared(mapping) for mapping in stored.filter(name__in=names).order_by("position")]


def changed_mappings() -> list[ComparedMapping]:
    """Returns those that differ from the mapping as it is delivered."""
    stored = IntegrationTableMapping.objects.prefetch_related("field_mappings").order_by("position")
    return [one for one in map(_compared, stored) if one.found.count]


def _compared(stored: IntegrationTableMapping) -> ComparedMapping:
    present, way = declaration_of(stored), stored.by_unit_group
    return ComparedMapping(present, stored.row_version, way, differences(present, by_unit_group=way))
