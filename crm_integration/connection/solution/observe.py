"""Reads what there is of a solution in an environment."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from crm_integration.connection.solution.compare import tables_of
from crm_integration.connection.solution.environment_state import (
    EnvironmentState,
    Privilege,
    RoleState,
    UserState,
)
from crm_integration.connection.solution.vocabulary import Right, Solution
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.operations import understood

WHOLE_ORGANIZATION = "Global"
ROLES_OF_USER = "systemuserroles_association"


def observe(client: DataverseClient, solution: Solution, *, user: str = "") -> EnvironmentState:
    """``user`` is an OData filter that finds the integration user. Raises DataverseError."""
    return understood(lambda: _observed(client, solution, user))


def _observed(client: DataverseClient, solution: Solution, user: str) -> EnvironmentState:
    (topmost,) = _rows(client, "businessunits", "name", "_parentbusinessunitid_value eq null")
    unit = UUID(topmost["businessunitid"])
    prefixes = _publishers(client, solution)
    (installed,) = _rows(client, "solutions", "version", f"uniquename eq '{solution.name}'") or [{}]
    entities = _entities(client, tables_of(solution))
    return EnvironmentState(
        business_unit_id=unit,
        prefixes=frozenset(prefixes),
        publisher_id=prefixes.get(solution.publisher.prefix),
        solution_id=UUID(installed["solutionid"]) if installed else None,
        version=str(installed.get("version") or ""),
        tables=frozenset(entities),
        columns={
            name: _columns(client, name, wanted)
            for name, wanted in _wanted_columns(solution).items()
            if name in entities
        },
        privileges=_privileges(entities),
        roles=_roles(client, solution, unit),
        user=_user(client, user) if user else None,
    )


def _rows(client: DataverseClient, entity_set: str, select: str, filter: str) -> list[dict[str, Any]]:
    found = client.read(f"{entity_set}?$select={select}&$filter={quote(filter, safe='(),')}")
    return list(found["value"])


def _any_of(column: str, values: Iterable[str]) -> str:
    return " or ".join(f"{column} eq '{value}'" for value in sorted(values))


def _publishers(client: DataverseClient, solution: Solution) -> dict[str, UUID]:
    """Ids by prefix; of several publishers with one prefix any will do."""
    wanted = _any_of("customizationprefix", {publisher.prefix for publisher in solution.publishers})
    rows = _rows(client, "publishers", "customizationprefix", wanted)
    return {str(row["customizationprefix"]).lower(): UUID(row["publisherid"]) for row in rows}


def _entities(client: DataverseClient, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    rows = _rows(client, "EntityDefinitions", "LogicalName,Privileges", _any_of("LogicalName", names))
    return {row["LogicalName"]: row for row in rows}


def _wanted_columns(solution: Solution) -> Mapping[str, set[str]]:
    """The names of the columns of a solution by their table."""
    wanted = {table.name: {column.name for column in table.columns} for table in solution.tables}
    for name, columns in solution.columns.items():
        wanted.setdefault(name, set()).update(column.name for column in columns)
    for lookup in solution.lookups:
        wanted.setdefault(lookup.table, set()).add(lookup.column.name)
    return wanted


def _columns(client: DataverseClient, table: str, names: Iterable[str]) -> dict[str, str]:
    path = f"EntityDefinitions(LogicalName='{table}')/Attributes"
    rows = _rows(client, path, "LogicalName,AttributeType", _any_of("LogicalName", names))
    return {row["LogicalName"]: str(row["AttributeType"]) for row in rows}


def _privileges(entities: Mapping[str, Mapping[str, Any]]) -> dict[Right, Privilege]:
    return {
        (name, item["PrivilegeType"]): Privilege(UUID(item["PrivilegeId"]), item["Name"])
        for name, entity in entities.items()
        for item in entity["Privileges"]
    }


def _roles(client: DataverseClient, solution: Solution, unit: UUID) -> dict[str, RoleState]:
    """The roles of the topmost business unit; those of the others are copies of them."""
    named = _any_of("name", {role.name for role in solution.roles})
    rows = _rows(client, "roles", "name", f"({named}) and _businessunitid_value eq {unit}")
    return {row["name"]: _role(client, UUID(row["roleid"])) for row in rows}


def _role(client: DataverseClient, role_id: UUID) -> RoleState:
    found = client.read(f"RetrieveRolePrivilegesRole(RoleId={role_id})")["RolePrivileges"]
    deep = (item["PrivilegeId"] for item in found if item["Depth"] == WHOLE_ORGANIZATION)
    return RoleState(role_id, frozenset(UUID(identifier) for identifier in deep))


def _user(client: DataverseClient, condition: str) -> UserState | None:
    expanded = f"fullname&$expand={ROLES_OF_USER}($select=name)"
    for row in _rows(client, "systemusers", expanded, condition):
        roles = frozenset(str(role["name"]) for role in row[ROLES_OF_USER])
        return UserState(UUID(row["systemuserid"]), str(row["fullname"]), roles)
    return None
