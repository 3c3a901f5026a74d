"""What is there, but does not belong to the solution, so that it would not be found or moved with it."""

from collections.abc import Iterator

from crm_integration.connection.solution.differences import Difference, OutsideSolution
from crm_integration.connection.solution.environment_state import EnvironmentState
from crm_integration.connection.solution.vocabulary import Solution

# Dataverse's numbers of the kinds of components.
TABLE, COLUMN, ROLE = 1, 2, 20


def outside(solution: Solution, state: EnvironmentState) -> Iterator[Difference]:
    """Tables of its own belong to a solution with their columns; of other tables the columns alone do."""
    if state.components is None or state.solution_id is None:
        return
    for part in _parts(solution, state):
        if part.id not in state.components:
            yield part


def _parts(solution: Solution, state: EnvironmentState) -> Iterator[OutsideSolution]:
    for table in solution.tables:
        if table.name in state.tables:
            yield OutsideSolution(table.name, TABLE, state.tables[table.name].id)
    for name, column in _added_columns(solution):
        found = state.columns.get(name, {}).get(column)
        if found is not None:
            yield OutsideSolution(f"{name}.{column}", COLUMN, found.id)
    for role in solution.roles:
        if role.name in state.roles:
            yield OutsideSolution(role.name, ROLE, state.roles[role.name].id)


def _added_columns(solution: Solution) -> Iterator[tuple[str, str]]:
    for name, columns in solution.columns.items():
        yield from ((name, column.name) for column in columns)
    yield from ((lookup.table, lookup.column.name) for lookup in solution.lookups)
