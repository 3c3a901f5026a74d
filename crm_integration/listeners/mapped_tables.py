"""Which mappings a table of the ERP belongs to."""

from collections.abc import Collection
from functools import cache

from crm_integration.mappings.registry import ONLY_BY_UNIT_GROUP, SYNCHRONIZED_MAPPINGS
from crm_integration.models import ConnectionSetup


@cache
def mappings_of(erp_table: str) -> tuple[str, ...]:
    """Returns the mappings that its records are synchronized by; none for a table that is not mapped."""
    return tuple(name for name, mapping in SYNCHRONIZED_MAPPINGS.items() if mapping.erp_table == erp_table)


def is_heard(names: Collection[str]) -> bool:
    """Whether changes matter to any of the mappings: every item has units, which few installations map.

    Nothing is missed: where units begin to go by unit groups, everything is looked at once.
    """
    if not ONLY_BY_UNIT_GROUP.issuperset(names):
        return True
    return ConnectionSetup.objects.filter(pk=1, unit_group_mapping_enabled=True).exists()
