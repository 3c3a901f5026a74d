"""What was declared at run time, read once: columns, keys and options by the table that they belong to."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from crm.metadata.column import Column
from crm.metadata.declared_columns import column_of_definition
from crm.models import CrmColumn, CrmKey, CrmOption, CrmOptionSet


@dataclass(frozen=True)
class RunTimeRows:
    columns: Mapping[str, Mapping[str, Column]]
    keys: Mapping[str, Mapping[str, tuple[str, ...]]]
    options: Mapping[tuple[str, str], tuple[CrmOption, ...]]

    def said_of(self, table: str) -> tuple[Any, ...]:
        """All that was declared of a table; equal if nothing changed."""
        options = [
            (column, option.value, option.label, option.state, option.is_removed)
            for (name, column), changes in self.options.items()
            if name == table
            for option in changes
        ]
        return self.columns.get(table), self.keys.get(table), options

    def complete(self, table: str, columns: Mapping[str, Column]) -> dict[str, Column]:
        """The columns in the order of their names, with the options that were added to them."""
        return {
            name: self._with_options(column, self.options[table, name])
            if (table, name) in self.options
            else column
            for name, column in sorted(columns.items())
        }

    @staticmethod
    def _with_options(column: Column, changes: tuple[CrmOption, ...]) -> Column:
        options, state_of = dict(column.options), dict(column.state_of)
        for change in changes:
            if change.is_removed:
                options.pop(change.value, None)
                state_of.pop(change.value, None)
                continue
            options[change.value] = change.label or options.get(change.value, "")
            if change.state is not None:
                state_of[change.value] = change.state
        return replace(column, options=options, state_of=state_of)


def read_rows() -> RunTimeRows:
    columns: dict[str, dict[str, Column]] = defaultdict(dict)
    keys: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    options: dict[tuple[str, str], tuple[CrmOption, ...]] = defaultdict(tuple)
    sets = dict(CrmOptionSet.objects.values_list("name", "definition"))
    for made in CrmColumn.objects.all():
        definition = _with_option_set(made.definition, sets)
        columns[made.table][made.logical_name] = column_of_definition(made.logical_name, definition)
    for key in CrmKey.objects.order_by("pk"):
        keys[key.table][key.logical_name] = tuple(key.columns)
    for option in CrmOption.objects.order_by("pk"):
        options[option.table, option.column] += (option,)
    return RunTimeRows(columns, keys, options)


def _with_option_set(definition: Mapping[str, Any], sets: Mapping[str, Any]) -> Mapping[str, Any]:
    shared = sets.get(definition.get("option_set", ""))
    return {**definition, "custom": True, **({"options": shared["options"]} if shared else {})}
