"""Compares an environment with a solution: the differences, in the order in which they can be mended."""

from collections.abc import Iterable, Iterator

from crm_integration.connection.solution.differences import (
    ColumnLabelChanged,
    ColumnMissing,
    ColumnOfOtherKind,
    ColumnTooShort,
    Difference,
    LookupMissing,
    PrivilegesMissing,
    PublisherMissing,
    RoleMissing,
    SolutionMissing,
    SolutionOfOtherVersion,
    StandardTableMissing,
    TableLabelChanged,
    TableMissing,
    UserRoleMissing,
)
from crm_integration.connection.solution.environment_state import (
    ColumnState,
    EnvironmentState,
    TableState,
)
from crm_integration.connection.solution.membership import outside
from crm_integration.connection.solution.vocabulary import (
    NO_TABLE,
    ColumnKind,
    Solution,
    SolutionColumn,
    SolutionRole,
    SolutionTable,
)


def tables_of(solution: Solution) -> frozenset[str]:
    """The logical names of all tables that a solution brings, extends or gives rights on."""
    rights = {table for role in solution.roles for table, _ in role.privileges() if table != NO_TABLE}
    return frozenset(
        rights
        | {table.name for table in solution.tables}
        | set(solution.columns)
        | {lookup.table for lookup in solution.lookups}
    )


def compare(solution: Solution, state: EnvironmentState) -> tuple[Difference, ...]:
    """What the environment lacks. What it has besides, such as more rights of a role, is left alone."""
    return tuple(_each(solution, state))


def _each(solution: Solution, state: EnvironmentState) -> Iterator[Difference]:
    own = {table.name for table in solution.tables}
    for name in sorted(tables_of(solution) - own - set(state.tables)):
        yield StandardTableMissing(name)
    for publisher in solution.publishers:
        if publisher.prefix not in state.prefixes:
            yield PublisherMissing(publisher)
    yield from _solution(solution, state)
    yield from _tables(solution, state)
    yield from _lookups(solution, state)
    for role in solution.roles:
        yield from _role(role, state)
    yield from outside(solution, state)
    yield from _users(solution, state)


def _solution(solution: Solution, state: EnvironmentState) -> Iterator[Difference]:
    if state.solution_id is None:
        yield SolutionMissing(solution)
    elif state.version != solution.version:
        yield SolutionOfOtherVersion(solution, state.solution_id, state.version)


def _tables(solution: Solution, state: EnvironmentState) -> Iterator[Difference]:
    """Tables of its own, and the columns of its own and of standard tables."""
    for table in solution.tables:
        if table.name not in state.tables:
            yield TableMissing(table)
            continue
        yield from _table_labels(table, state.tables[table.name])
        yield from _columns(table.name, (table.primary_name, *table.columns), state)
    for name, columns in solution.columns.items():
        if name in state.tables:
            yield from _columns(name, columns, state)


def _table_labels(table: SolutionTable, found: TableState) -> Iterator[Difference]:
    for text, wanted in ((found.label, table.label), (found.plural, table.plural)):
        if text not in (None, wanted):
            yield TableLabelChanged(table, str(text), wanted)
            return


def _columns(table: str, columns: Iterable[SolutionColumn], state: EnvironmentState) -> Iterator[Difference]:
    present = state.columns.get(table, {})
    for column in columns:
        found = present.get(column.name)
        if found is None:
            yield ColumnMissing(table, column)
        else:
            yield from _column(table, column, found)


def _column(table: str, column: SolutionColumn, found: ColumnState) -> Iterator[Difference]:
    if found.kind != column.kind:
        yield ColumnOfOtherKind(table, column, found.kind)
        return
    if found.label not in (None, column.label):
        yield ColumnLabelChanged(table, column, str(found.label))
    length = found.max_length if column.kind is ColumnKind.STRING else None
    if length is not None and length < column.max_length:
        yield ColumnTooShort(table, column, length)


def _lookups(solution: Solution, state: EnvironmentState) -> Iterator[Difference]:
    for lookup in solution.lookups:
        if lookup.table not in state.tables:
            continue
        found = state.columns.get(lookup.table, {}).get(lookup.column.name)
        if found is None:
            yield LookupMissing(lookup)
        else:
            yield from _column(lookup.table, lookup.column, found)


def _role(role: SolutionRole, state: EnvironmentState) -> Iterator[Difference]:
    """A right that the CRM does not know, such as assigning what nobody owns, cannot be missing."""
    found = state.roles.get(role.name)
    if found is None:
        yield RoleMissing(role, was_deployed=state.solution_id is not None)
        return
    wanted = [state.privileges[right] for right in role.privileges() if right in state.privileges]
    missing = {item.name: item.id for item in wanted if item.id not in found.privileges}
    if missing:
        yield PrivilegesMissing(role, found.id, missing)


def _users(solution: Solution, state: EnvironmentState) -> Iterator[Difference]:
    for user in state.users:
        for name in solution.user_roles:
            if name in state.roles and name not in user.roles:
                yield UserRoleMissing(name, state.roles[name].id, user.id, user.name)
