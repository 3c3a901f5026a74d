"""What an environment lacks of the integration solution."""

from dataclasses import replace
from uuid import UUID, uuid5

import pytest

from crm_integration.connection.solution.compare import compare, tables_of
from crm_integration.connection.solution.environment_state import (
    EnvironmentState,
    Privilege,
    RoleState,
    UserState,
)
from crm_integration.connection.solution.integration_solution import (
    INTEGRATION_SOLUTION,
    INTEGRATION_USER_ROLE,
)

SPACE = UUID(int=1)
PRIVILEGES = {
    right: Privilege(uuid5(SPACE, "/".join(right)), "prv" + right[1] + right[0])
    for role in INTEGRATION_SOLUTION.roles
    for right in role.privileges()
}
EVERYTHING = frozenset(item.id for item in PRIVILEGES.values())


def complete() -> EnvironmentState:
    """An environment to which nothing is to be added."""
    columns = {
        table.name: {c.name: c.kind.value for c in table.columns} for table in INTEGRATION_SOLUTION.tables
    }
    for name, added in INTEGRATION_SOLUTION.columns.items():
        columns[name] = {column.name: column.kind.value for column in added}
    for lookup in INTEGRATION_SOLUTION.lookups:
        columns.setdefault(lookup.table, {})[lookup.column.name] = "Lookup"
    return EnvironmentState(
        business_unit_id=UUID(int=2),
        prefixes=frozenset({"nav", "bcbi", "new"}),
        publisher_id=UUID(int=3),
        solution_id=UUID(int=4),
        version=INTEGRATION_SOLUTION.version,
        tables=tables_of(INTEGRATION_SOLUTION),
        columns=columns,
        privileges=PRIVILEGES,
        roles={role.name: RoleState(role.id, EVERYTHING) for role in INTEGRATION_SOLUTION.roles},
        user=UserState(UUID(int=5), "Integration", frozenset({INTEGRATION_USER_ROLE, "Clerk"})),
    )


def lacks(**changes: object) -> list[tuple[str, bool]]:
    """The codes of what is missing, and whether a person has to mend it."""
    found = compare(INTEGRATION_SOLUTION, replace(complete(), **changes))  # type: ignore[arg-type]
    return [(difference.code, difference.needs_a_person) for difference in found]


def test_a_complete_environment_lacks_nothing_and_may_have_more() -> None:
    assert lacks() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"prefixes": frozenset({"nav"})}, [("solution_publisher_missing", False)]),
        ({"solution_id": None}, [("solution_missing", False)]),
        ({"version": "0.9"}, [("solution_of_other_version", False)]),
        ({"user": UserState(UUID(int=5), "I")}, [("solution_user_role_missing", False)]),
        ({"user": None}, []),
    ],
)
def test_what_is_not_there_is_named(changes: dict[str, object], expected: list[tuple[str, bool]]) -> None:
    assert lacks(**changes) == expected


def test_a_table_that_is_missing_is_named_without_its_columns() -> None:
    tables = complete().tables - {"nav_connection"}
    assert lacks(tables=tables) == [("solution_table_missing", False)]


def test_without_the_tables_of_sales_a_person_has_to_install_it_first() -> None:
    assert lacks(tables=complete().tables - {"quote"}) == [("solution_standard_table_missing", True)]


def test_a_right_that_the_crm_does_not_know_is_not_missing() -> None:
    assert lacks(privileges={}, roles={name: RoleState(SPACE) for name in complete().roles}) == []
