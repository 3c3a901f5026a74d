"""An option among records: what waits for it, and what was written to it, is named by table and id."""

from uuid import UUID

from crm_integration.table_mapping.declaration import TableMapping


def option_table(crm_table: str, crm_column: str) -> str:
    """The options of a column as a table: ``account.paymenttermscode``."""
    return f"{crm_table}.{crm_column}"


def options_of(mapping: TableMapping) -> str:
    return option_table(mapping.crm_table, mapping.option_column)


def option_id(value: int) -> UUID:
    """The value of an option as the id of a record; values are not negative."""
    return UUID(int=max(value, 0))
