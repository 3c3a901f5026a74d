"""One table of the CRM: its names and its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.functional import Promise

from crm.metadata.column import Column
from crm.metadata.relationships import Collection
from crm.models import CrmRecord


class Navigation(NamedTuple):
    """What a single-valued navigation property leads to: the lookup's column and the tables it may name."""

    column: Column
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """``keys`` are the alternate keys: name → columns. ``line_of`` is the lookup from a line to its document.

    ``collections`` are the collection-valued navigation properties by name.
    """

    logical_name: str
    schema_name: str
    display_name: str | Promise
    entity_set: str
    object_type_code: int
    primary_id: str
    primary_name: str
    model: type[CrmRecord]
    columns: Mapping[str, Column]
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    collections: Mapping[str, Collection] = field(default_factory=dict)
    line_of: str = ""
    change_tracking: bool = True
    is_custom: bool = False

    @property
    def is_owned(self) -> bool:
        """Its records belong to a user or a team."""
        return "ownerid" in self.columns

    @cached_property
    def properties(self) -> Mapping[str, Column]:
        """The columns by the name that the Web API gives them (``_ownerid_value``)."""
        return {column.property_name: column for column in self.columns.values() if not column.secret}

    @cached_property
    def navigations(self) -> Mapping[str, Navigation]:
        """The lookups by the name of their navigation property, which is case-sensitive."""
        found: dict[str, Navigation] = {}
        for column in self.columns.values():
            for target, name in column.targets.items():
                before = found[name].targets if name in found else ()
                found[name] = Navigation(column, (*before, target))
        return found

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """What a new record holds where nobody says otherwise."""
        return {name: item.default for name, item in self.columns.items() if item.default is not None}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """What a caller must give."""
        return tuple(
            name for name, column in self.columns.items() if column.required and not column.completed
        )

    @cached_property
    def money_columns(self) -> tuple[Column, ...]:
        """The amounts that have an amount in the base currency beside them."""
        return tuple(
            column
            for name, column in self.columns.items()
            if column.type == "Money" and f"{name}_base" in self.columns
        )
