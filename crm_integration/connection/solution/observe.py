"""Reads what there is of a solution in an environment."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from crm_integration.connection.solution.compare import tables_of
from crm_integration.connection.solution.definitions import ENGLISH, TYPE
from crm_integration.connection.solution.environment_state import (
    ColumnState,
    EnvironmentState,
    Privilege,
    RoleState,
    TableState,
    UserState,
)
from crm_integration.connection.solution.vocabulary import NO_TABLE, Right, Solution
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import understood

WHOLE_ORGANIZATION = "Global"
ROLES_OF_USER = "systemuserroles_association"


def observe(client: DataverseClient, solution: Solution, *, users: str = "") -> EnvironmentState:
    """``users`` is an OData filter that finds who works with the solution. Raises DataverseError."""
    return understood(lambda: _observed(client, solution, users))


def _observed(client: DataverseClient, solution: Solution, users: str) -> EnvironmentState:
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
        tables={name: _table(entity) for name, entity in entities.items()},
        columns={
            name: _columns(client, name, wanted)
            for name, wanted in _wanted_columns(solution).items()
            if name in entities
        },
        privileges=_privileges(entities) | _general_privileges(client, solution),
        roles=_roles(client, solution, unit),
        users=_users(client, users) if users else (),
        components=_components(client, installed),
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
    wanted = "LogicalName,DisplayName,DisplayCollectionName,Privileges"
    rows = _rows(client, "EntityDefinitions", wanted, _any_of("LogicalName", names))
    return {row["LogicalName"]: row for row in rows}


def _wanted_columns(solution: Solution) -> Mapping[str, set[str]]:
    """The names of the columns of a solution by their table."""
    wanted = {
        table.name: {column.name for column in (table.primary_name, *table.columns)}
        for table in solution.tables
    }
    for name, columns in solution.columns.items():
        wanted.setdefault(name, set()).update(column.name for column in columns)
    for lookup in solution.lookups:
        wanted.setdefault(lookup.table, set()).add(lookup.column.name)
    return wanted


def _table(entity: Mapping[str, Any]) -> TableState:
    return TableState(
        UUID(entity["MetadataId"]), _english(entity["DisplayName"]), _english(entity["DisplayCollectionName"])
    )


def _english(label: Mapping[str, Any]) -> str | None:
    """What is said in the language that the solution speaks."""
    texts = (item["Label"] for item in label["LocalizedLabels"] if item["LanguageCode"] == ENGLISH)
    return next(texts, None)


def _columns(client: DataverseClient, table: str, names: Iterable[str]) -> dict[str, ColumnState]:
    path = f"EntityDefinitions(LogicalName='{table}')/Attributes"
    wanted = _any_of("LogicalName", names)
    rows = _rows(client, path, "LogicalName,AttributeType,DisplayName", wanted)
    # The length is a property of texts alone.
    texts = _rows(client, f"{path}/{TYPE}.StringAttributeMetadata", "LogicalName,MaxLength", wanted)
    lengths = {row["LogicalName"]: row["MaxLength"] for row in texts}
    return {
        row["LogicalName"]: ColumnState(
            id=UUID(row["MetadataId"]),
            kind=str(row["AttributeType"]),
            label=_english(row["DisplayName"]),
            max_length=lengths.get(row["LogicalName"]),
        )
        for row in rows
    }


def _components(client: DataverseClient, installed: Mapping[str, Any]) -> frozenset[UUID] | None:
    """The ids of what belongs to the solution; None for who may not read them."""
    if not installed:
        return frozenset()
    try:
        condition = f"_solutionid_value eq {installed['solutionid']}"
        rows = _rows(client, "solutioncomponents", "objectid", condition)
    except DataverseError as error:
        if error.cure is Cure.PRIVILEGE:
            return None
        raise
    return frozenset(UUID(row["objectid"]) for row in rows)


def _privileges(entities: Mapping[str, Mapping[str, Any]]) -> dict[Right, Privilege]:
    return {
        (name, item["PrivilegeType"]): Privilege(UUID(item["PrivilegeId"]), item["Name"])
        for name, entity in entities.items()
        for item in entity["Privileges"]
    }


def _general_privileges(client: DataverseClient, solution: Solution) -> dict[Right, Privilege]:
    """Those of no table are found by their names."""
    names = {name for role in solution.roles for name in role.general}
    rows = _rows(client, "privileges", "name,privilegeid", _any_of("name", names)) if names else []
    return {(NO_TABLE, row["name"]): Privilege(UUID(row["privilegeid"]), str(row["name"])) for row in rows}


def _roles(client: DataverseClient, solution: Solution, unit: UUID) -> dict[str, RoleState]:
    """The roles of the topmost business unit; those of the others are copies of them."""
    named = _any_of("name", {role.name for role in solution.roles})
    rows = _rows(client, "roles", "name", f"({named}) and _businessunitid_value eq {unit}")
    return {row["name"]: _role(client, UUID(row["roleid"])) for row in rows}


def _role(client: DataverseClient, role_id: UUID) -> RoleState:
    found = client.read(f"RetrieveRolePrivilegesRole(RoleId={role_id})")["RolePrivileges"]
    deep = (item["PrivilegeId"] for item in found if item["Depth"] == WHOLE_ORGANIZATION)
    return RoleState(role_id, frozenset(UUID(identifier) for identifier in deep))


def _users(client: DataverseClient, condition: str) -> tuple[UserState, ...]:
    expanded = f"fullname&$expand={ROLES_OF_USER}($select=name)"
    return tuple(
        UserState(
            UUID(row["systemuserid"]),
            str(row["fullname"]),
            frozenset(str(role["name"]) for role in row[ROLES_OF_USER]),
        )
        for row in _rows(client, "systemusers", expanded, condition)
    )
