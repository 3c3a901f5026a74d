"""What an environment lacks of the integration solution."""

from dataclasses import replace
from uuid import UUID, uuid5

import pytest

from crm_integration.connection.solution.compare import compare, tables_of
from crm_integration.connection.solution.environment_state import (
    ColumnState,
    EnvironmentState,
    Privilege,
    RoleState,
    TableState,
    UserState,
)
from crm_integration.connection.solution.integration_solution import (
    INTEGRATION_SOLUTION,
    INTEGRATION_USER_ROLE,
)
from crm_integration.connection.solution.vocabulary import ColumnKind, SolutionColumn

SPACE = UUID(int=1)
PRIVILEGES = {
    right: Privilege(uuid5(SPACE, "/".join(right)), "prv" + right[1] + right[0])
    for role in INTEGRATION_SOLUTION.roles
    for right in role.privileges()
}
EVERYTHING = frozenset(item.id for item in PRIVILEGES.values())


def states(table: str, *columns: SolutionColumn) -> dict[str, ColumnState]:
    return {column.name: state(table, column) for column in columns}


def state(table: str, column: SolutionColumn) -> ColumnState:
    length = column.max_length if column.kind is ColumnKind.STRING else None
    return ColumnState(uuid5(SPACE, f"{table}.{column.name}"), column.kind.value, column.label, length)


def complete() -> EnvironmentState:
    """An environment to which nothing is to be added."""
    columns = {
        table.name: states(table.name, table.primary_name, *table.columns)
        for table in INTEGRATION_SOLUTION.tables
    }
    for name, added in INTEGRATION_SOLUTION.columns.items():
        columns[name] = states(name, *added)
    for lookup in INTEGRATION_SOLUTION.lookups:
        columns.setdefault(lookup.table, {}).update(states(lookup.table, lookup.column))
    return EnvironmentState(
        business_unit_id=UUID(int=2),
        prefixes=frozenset({"nav", "bcbi", "new"}),
        publisher_id=UUID(int=3),
        solution_id=UUID(int=4),
        version=INTEGRATION_SOLUTION.version,
        tables={name: TableState(uuid5(SPACE, name), None, None) for name in tables_of(INTEGRATION_SOLUTION)}
        | {
            table.name: TableState(uuid5(SPACE, table.name), table.label, table.plural)
            for table in INTEGRATION_SOLUTION.tables
        },
        columns=columns,
        privileges=PRIVILEGES,
        roles={role.name: RoleState(role.id, EVERYTHING) for role in INTEGRATION_SOLUTION.roles},
        users=(UserState(UUID(int=5), "Integration", frozenset({INTEGRATION_USER_ROLE, "Clerk"})),),
        components=None,
    )


def lacks(**changes: object) -> list[tuple[str, bool]]:
    """The codes of what is missing, and whether a person has to mend it."""
    found = compare(INTEGRATION_SOLUTION, replace(complete(), **changes))  # type: ignore[arg-type]
    return [(difference.code, difference.needs_a_person) for difference in found]


def without(table: str) -> dict[str, TableState]:
    return {name: found for name, found in complete().tables.items() if name != table}


def changed(table: str, column: str, **changes: object) -> dict[str, dict[str, ColumnState]]:
    columns = {name: dict(found) for name, found in complete().columns.items()}
    columns[table][column] = replace(columns[table][column], **changes)  # type: ignore[arg-type]
    return columns


def test_a_complete_environment_lacks_nothing_and_may_have_more() -> None:
    assert lacks() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"prefixes": frozenset({"nav"})}, [("solution_publisher_missing", False)]),
        ({"solution_id": None}, [("solution_missing", False)]),
        ({"version": "0.9"}, [("solution_of_other_version", False)]),
        ({"users": (UserState(UUID(int=5), "I"),)}, [("solution_user_role_missing", False)]),
        ({"users": ()}, []),
    ],
)
def test_what_is_not_there_is_named(changes: dict[str, object], expected: list[tuple[str, bool]]) -> None:
    assert lacks(**changes) == expected


def test_a_table_that_is_missing_is_named_without_its_columns() -> None:
    assert lacks(tables=without("nav_connection")) == [("solution_table_missing", False)]


def test_without_the_tables_of_sales_a_person_has_to_install_it_first() -> None:
    assert lacks(tables=without("quote")) == [("solution_standard_table_missing", True)]


def test_a_right_that_the_crm_does_not_know_is_not_missing() -> None:
    assert lacks(privileges={}, roles={name: RoleState(SPACE) for name in complete().roles}) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"label": "Stats"}, [("solution_column_label_changed", False)]),
        ({"label": None}, []),
        ({"max_length": 10}, [("solution_column_too_short", False)]),
        ({"max_length": 4000}, []),
        (
            {"label": "Stats", "max_length": 10},
            [("solution_column_label_changed", False), ("solution_column_too_short", False)],
        ),
        ({"kind": "Integer", "label": "Stats"}, [("solution_column_of_other_kind", True)]),
    ],
)
def test_labels_and_lengths_that_were_changed_are_named(
    changes: dict[str, object], expected: list[tuple[str, bool]]
) -> None:
    assert lacks(columns=changed("nav_accountstatistics", "nav_customerno", **changes)) == expected


def test_a_lookup_and_a_table_that_were_renamed_are_named() -> None:
    renamed = changed("account", "nav_accountstatisticsid", label="Stats")
    assert lacks(columns=renamed) == [("solution_column_label_changed", False)]
    table = replace(complete().tables["nav_connection"], plural="Links")
    tables = {**complete().tables, "nav_connection": table}
    assert lacks(tables=tables) == [("solution_table_label_changed", False)]


def test_what_does_not_belong_to_the_solution_is_named() -> None:
    found = compare(INTEGRATION_SOLUTION, replace(complete(), components=frozenset()))
    assert [difference.params["what"] for difference in found] == [
        "nav_accountstatistics",
        "nav_connection",
        "salesorder.bcbi_businesscentralordernumber",
        "account.nav_accountstatisticsid",
        *(role.name for role in INTEGRATION_SOLUTION.roles),
    ]
    ids = frozenset(getattr(difference, "id") for difference in found)  # noqa: B009
    assert lacks(components=ids) == []


def test_of_a_solution_that_is_not_there_nothing_is_outside() -> None:
    assert lacks(solution_id=None, components=frozenset()) == [("solution_missing", False)]


def test_the_integration_user_may_add_options_and_nothing_else_of_customizing() -> None:
    (role,) = [item for item in INTEGRATION_SOLUTION.roles if item.name == INTEGRATION_USER_ROLE]
    assert set(role.general) == {
        "prvReadOptionSet",
        "prvWriteOptionSet",
        "prvReadCustomization",
        "prvPublishCustomization",
        "prvActOnBehalfOfAnotherUser",
    }
    of_solutions = {verb for table, verb in role.privileges() if table in ("solution", "publisher", "role")}
    assert of_solutions == {"Read", "AppendTo"}
