"""What the integration knows of the CRM's tables without asking it, and how more is added to that.

``metadata_snapshot.json`` holds facts about the tables in use: entity set, primary key, primary
name, object type code and, per column, type, limits, options (with the state of each status), date
behaviour, whether it is read-only or required, and the navigation property that binds each target table.
An environment's own columns are described in the same words.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

SNAPSHOT = Path(__file__).with_name("metadata_snapshot.json")
LOOKUP_TYPES = frozenset({"Lookup", "Owner", "Customer"})
Description = Mapping[str, Any]


@dataclass(frozen=True)
class CrmColumn:
    """One column; ``binds`` maps a target table's logical name to its navigation property.

    ``label``: what the CRM calls it; blank for a column that only the snapshot knows. ``only_on``: *create*
    or *update* if a request may write it only then.
    """

    name: str
    type: str
    max_length: int | None = None
    min_value: int | float | None = None
    max_value: int | float | None = None
    behavior: str | None = None
    options: Mapping[int, str] = field(default_factory=dict)
    status_state: Mapping[int, int] = field(default_factory=dict)
    binds: Mapping[str, str] = field(default_factory=dict)
    read_only: bool = False
    required: bool = False
    label: str = ""
    only_on: str = ""

    @property
    def targets(self) -> tuple[str, ...]:
        """Logical names of the tables that a lookup accepts."""
        return tuple(self.binds)

    @property
    def is_lookup(self) -> bool:
        return self.type in LOOKUP_TYPES

    @property
    def is_date(self) -> bool:
        """Whether values are dates without a time; a date-only *format* still carries a time."""
        return self.behavior == "DateOnly"

    @property
    def property_name(self) -> str:
        """The name by which the column is selected, filtered and read."""
        return f"_{self.name}_value" if self.is_lookup else self.name


@dataclass(frozen=True, eq=False)
class CrmTable:
    """One table, keyed by its logical name; every description of it is one of its own."""

    name: str
    entity_set: str
    primary_id: str
    primary_name: str
    object_type_code: int
    columns: Mapping[str, CrmColumn]

    def property_name(self, column: str) -> str:
        """Returns the column's name in ``$select``; unknown columns are taken as they are."""
        known = self.columns.get(column)
        return known.property_name if known else column


Tables = Mapping[str, CrmTable]


class UnknownTable(LookupError):
    """The snapshot has no table of that name."""


def table(logical_name: str) -> CrmTable:
    """Returns a table by logical name; raises UnknownTable."""
    try:
        return tables()[logical_name]
    except KeyError:
        raise UnknownTable(logical_name) from None


def table_of_entity_set(entity_set: str, among: Tables | None = None) -> CrmTable:
    """Returns a table by the name of its entity set; raises UnknownTable."""
    try:
        name = _by_entity_set()[entity_set]
    except KeyError:
        raise UnknownTable(entity_set) from None
    return (tables() if among is None else among)[name]


@cache
def tables() -> Tables:
    """Every table of the snapshot by logical name."""
    raw = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    return MappingProxyType({name: _table(name, facts) for name, facts in raw.items()})


@cache
def _by_entity_set() -> Mapping[str, str]:
    return {known.entity_set: known.name for known in tables().values()}


def extended(table: CrmTable, columns: Mapping[str, Description]) -> CrmTable:
    """Returns the table with what an environment says of its columns.

    Columns that the snapshot does not have are added. Of those that it has, the environment may have made
    texts longer and options more: the rest is what the declared mappings rest on and stays.
    """
    known = {name: _column(name, details) for name, details in columns.items()}
    merged = {name: _with_news(column, known.get(name)) for name, column in table.columns.items()}
    return replace(table, columns=MappingProxyType({**known, **merged}))


def _with_news(column: CrmColumn, told: CrmColumn | None) -> CrmColumn:
    if told is None:
        return column
    return replace(
        column,
        label=told.label,
        max_length=told.max_length if column.max_length and told.max_length else column.max_length,
        options=told.options or column.options,
    )


def _table(name: str, facts: Mapping[str, Any]) -> CrmTable:
    columns = {column: _column(column, details) for column, details in facts["columns"].items()}
    return CrmTable(
        name=name,
        entity_set=facts["entity_set"],
        primary_id=facts["primary_id"],
        primary_name=facts["primary_name"],
        object_type_code=facts["object_type_code"],
        columns=MappingProxyType(columns),
    )


def _column(name: str, facts: Description) -> CrmColumn:
    return CrmColumn(
        name=name,
        type=facts["type"],
        max_length=facts.get("max_length"),
        min_value=facts.get("min_value"),
        max_value=facts.get("max_value"),
        behavior=facts.get("behavior"),
        options={int(value): label for value, label in facts.get("options", {}).items()},
        status_state={int(status): state for status, state in facts.get("status_state", {}).items()},
        binds=facts.get("bind", {}),
        read_only=facts.get("read_only", False),
        required=facts.get("required", False),
        label=facts.get("label", ""),
        only_on=facts.get("only_on", ""),
    )
