"""What the models say of their tables and columns, together with the remaining standard columns."""

from crm.metadata.catalogue import refresh, renew, stamp, table, table_of_entity_set, tables
from crm.metadata.column import Column
from crm.metadata.relationships import Collection
from crm.metadata.table import Navigation, Table
from crm.metadata.values import EntityReference

__all__ = [
    "Collection",
    "Column",
    "EntityReference",
    "Navigation",
    "Table",
    "refresh",
    "renew",
    "stamp",
    "table",
    "table_of_entity_set",
    "tables",
]
