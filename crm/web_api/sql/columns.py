"""Which table a column of a query in SQL belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from crm.web_api.columns import column_of
from crm.web_api.fetch_xml.scope import table_named
from odata.errors import ODataError, bad_query


@dataclass(frozen=True)
class Columns:
    """``tables`` are the logical names of the tables by their aliases, ``main`` is the alias of the first."""

    tables: Mapping[str, str]
    main: str

    @classmethod
    def of(cls, tables: Sequence[Any]) -> "Columns":
        """Raises ODataError for what is no table, and for two with the same alias."""
        found: dict[str, str] = {}
        for table in tables:
            if not isinstance(table, exp.Table) or not table.name:
                raise ODataError(501, "0x80048d19", "A subquery is not supported in queries in SQL.")
            alias = alias_of(table)
            if alias in found:
                raise bad_query(f"Two tables of the query are called '{alias}'.")
            found[alias] = table_named(table.name.lower()).logical_name
        return cls(found, next(iter(found)))

    def of_column(self, item: Any) -> tuple[str, str]:
        """The alias of the table and the name of the column. Raises ODataError."""
        if isinstance(item, exp.Paren):
            item = item.unnest()
        if not isinstance(item, exp.Column) or not item.name:
            raise ODataError(501, "0x80048d19", "Only columns can stand there in queries in SQL.")
        alias, name = item.table.lower(), item.name.lower()
        if alias:
            if alias not in self.tables:
                raise bad_query(f"No table of the query is called '{alias[:60]}'.")
            return alias, name
        found = [alias for alias, table in self.tables.items() if _has(table, name)]
        if len(found) > 1:
            raise bad_query(f"Several tables of the query have the column '{name[:60]}'.")
        return (found[0] if found else self.main), name


def alias_of(table: exp.Table) -> str:
    return (table.alias or table.name).lower()


def _has(table: str, name: str) -> bool:
    try:
        column_of(name, table_named(table), logical=True)
    except ODataError:
        return False
    return True
