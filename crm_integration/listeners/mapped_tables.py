"""Which mappings a table of the ERP belongs to."""

from functools import cache

from crm_integration.mappings.registry import MAPPINGS


@cache
def mappings_of(erp_table: str) -> tuple[str, ...]:
    """Returns the names of the declared mappings; none for a table that is not mapped."""
    return tuple(name for name, mapping in MAPPINGS.items() if mapping.erp_table == erp_table)
