"""Mends one difference by one request."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from crm_integration.connection.solution import differences as lack
from crm_integration.connection.solution.definitions import (
    TYPE,
    column_definition,
    lookup_definition,
    table_definition,
)
from crm_integration.connection.solution.environment_state import EnvironmentState
from crm_integration.connection.solution.observe import ROLES_OF_USER, WHOLE_ORGANIZATION
from crm_integration.connection.solution.vocabulary import Publisher, Solution
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.option_sets import publish


class Mender:
    """Works on one environment in the state that was read of it. Every method raises DataverseError."""

    def __init__(self, client: DataverseClient, solution: Solution, state: EnvironmentState) -> None:
        self._client = client
        self._solution = solution
        self._state = state
        self._by_kind: dict[type[lack.Difference], Callable[[Any], None]] = {
            lack.PublisherMissing: self._publisher,
            lack.SolutionMissing: self._make_solution,
            lack.SolutionOfOtherVersion: self._version,
            lack.TableMissing: self._table,
            lack.ColumnMissing: self._column,
            lack.LookupMissing: self._lookup,
            lack.TableLabelChanged: self._table_label,
            lack.ColumnLabelChanged: self._changed_column,
            lack.ColumnTooShort: self._changed_column,
            lack.OutsideSolution: self._component,
            lack.RoleMissing: self._role,
            lack.PrivilegesMissing: self._privileges,
            lack.UserRoleMissing: self._user_role,
        }

    def mend(self, difference: lack.Difference) -> None:
        self._by_kind[type(difference)](difference)

    def _publisher(self, missing: lack.PublisherMissing) -> None:
        self._create("publishers", missing.publisher.id, _publisher_values(missing.publisher))

    def _make_solution(self, missing: lack.SolutionMissing) -> None:
        solution = missing.solution
        publisher_id = self._state.publisher_id or solution.publisher.id
        values = {
            "uniquename": solution.name,
            "friendlyname": solution.display_name,
            "version": solution.version,
            "publisherid@odata.bind": f"/publishers({publisher_id})",
        }
        self._create("solutions", solution.id, values)

    def _version(self, other: lack.SolutionOfOtherVersion) -> None:
        values = {"version": other.solution.version}
        self._client.write("PATCH", f"solutions({other.id})", values, headers={"If-Match": "*"})

    def _table(self, missing: lack.TableMissing) -> None:
        self._define("EntityDefinitions", table_definition(missing.table))

    def _column(self, missing: lack.ColumnMissing) -> None:
        path = f"EntityDefinitions(LogicalName='{missing.table}')/Attributes"
        self._define(path, column_definition(missing.column))

    def _lookup(self, missing: lack.LookupMissing) -> None:
        self._define("RelationshipDefinitions", lookup_definition(missing.lookup))

    def _table_label(self, changed: lack.TableLabelChanged) -> None:
        table = changed.table
        labels = {name: item for name, item in table_definition(table).items() if name != "Attributes"}
        self._redefine(table.name, f"EntityDefinitions(LogicalName='{table.name}')", labels)

    def _changed_column(self, changed: lack.ColumnLabelChanged | lack.ColumnTooShort) -> None:
        """Whole again, but for the length of a text that somebody made longer."""
        found = self._state.columns[changed.table][changed.column.name]
        column = changed.column
        if found.max_length is not None:
            column = replace(column, max_length=max(found.max_length, column.max_length))
        path = f"EntityDefinitions(LogicalName='{changed.table}')/Attributes(LogicalName='{column.name}')"
        self._redefine(changed.table, path, column_definition(column))

    def _redefine(self, table: str, path: str, definition: dict[str, Any]) -> None:
        """Labels in other languages stay; people see the change once it is published."""
        headers = {**self._in_solution, "MSCRM.MergeLabels": "true"}
        self._client.write("PUT", path, definition, headers=headers)
        publish(self._client, [table])

    def _component(self, other: lack.OutsideSolution) -> None:
        values = {
            "ComponentId": str(other.id),
            "ComponentType": other.component_type,
            "SolutionUniqueName": self._solution.name,
            "AddRequiredComponents": False,
        }
        self._client.write("POST", "AddSolutionComponent", values)

    def _role(self, missing: lack.RoleMissing) -> None:
        unit = f"/businessunits({self._state.business_unit_id})"
        self._create("roles", missing.role.id, {"name": missing.role.name, "businessunitid@odata.bind": unit})

    def _privileges(self, missing: lack.PrivilegesMissing) -> None:
        given = [
            {
                "PrivilegeId": str(identifier),
                "Depth": WHOLE_ORGANIZATION,
                "BusinessUnitId": str(self._state.business_unit_id),
            }
            for identifier in missing.privileges.values()
        ]
        path = f"roles({missing.role_id})/{TYPE}.AddPrivilegesRole"
        self._client.write("POST", path, {"Privileges": given})

    def _user_role(self, missing: lack.UserRoleMissing) -> None:
        role = f"{self._client.api_root}roles({missing.role_id})"
        self._client.write(
            "POST", f"systemusers({missing.user_id})/{ROLES_OF_USER}/$ref", {"@odata.id": role}
        )

    def _create(self, entity_set: str, id: UUID, values: dict[str, Any]) -> None:
        """What is made becomes part of the solution, where the CRM keeps account of that."""
        headers = {"If-None-Match": "*"}
        if entity_set == "roles":
            headers |= self._in_solution
        self._client.write("PATCH", f"{entity_set}({id})", values, headers=headers)

    def _define(self, path: str, definition: dict[str, Any]) -> None:
        self._client.write("POST", path, definition, headers=self._in_solution)

    @property
    def _in_solution(self) -> dict[str, str]:
        return {"MSCRM.SolutionUniqueName": self._solution.name}


def _publisher_values(publisher: Publisher) -> dict[str, Any]:
    return {
        "uniquename": publisher.name,
        "friendlyname": publisher.display_name,
        "customizationprefix": publisher.prefix,
        "customizationoptionvalueprefix": publisher.option_prefix,
    }
