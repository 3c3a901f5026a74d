"""Reads what an environment says of the columns of a table, those that were made there among them."""

from collections.abc import Iterable, Mapping
from typing import Any

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.metadata import LOOKUP_TYPES, Description
from crm_integration.dataverse.operations import understood

KIND = "Microsoft.Dynamics.CRM"
# What a row of a mapping can carry; all else is computed, a file, or a list of records.
TYPES = LOOKUP_TYPES | {
    *("String", "Memo", "Boolean", "DateTime", "Uniqueidentifier", "EntityName"),
    *("Integer", "BigInt", "Decimal", "Double", "Money", "Picklist", "State", "Status"),
}
CHOICES = ("Picklist", "State", "Status")
OF_ALL = (
    *("LogicalName", "AttributeType", "AttributeOf", "DisplayName", "RequiredLevel"),
    *("IsValidForCreate", "IsValidForUpdate", "IsValidForRead", "IsValidODataAttribute"),
)


def read_columns(client: DataverseClient, table: str) -> dict[str, Description]:
    """Returns the columns that can be read, in the words of the snapshot. Raises DataverseError."""
    return understood(lambda: _Definitions(client, table).columns())


class _Definitions:
    """The requests for one table: every kind of column says something of its own."""

    def __init__(self, client: DataverseClient, table: str) -> None:
        self._client, self._root = client, f"EntityDefinitions(LogicalName='{table}')"

    def columns(self) -> dict[str, Description]:
        rows = [row for row in self._rows("Attributes", OF_ALL) if _is_readable(row)]
        more = self._of_kinds({row["AttributeType"] for row in rows})
        return {
            row["LogicalName"]: {**_of_all(row), **more.get(row["LogicalName"], {})}
            for row in rows
            if row["AttributeType"] not in LOOKUP_TYPES or row["LogicalName"] in more
        }

    def _of_kinds(self, types: Iterable[str]) -> dict[str, Description]:
        present = set(types)
        found: dict[str, Description] = {}
        for kind in ("String", "Memo"):
            if kind in present:
                found |= {row["LogicalName"]: {"max_length": row["MaxLength"]} for row in self._lengths(kind)}
        for kind in CHOICES:
            if kind in present:
                found |= {row["LogicalName"]: {"options": _options(row)} for row in self._choices(kind)}
        if "DateTime" in present:
            found |= {row["LogicalName"]: _behavior(row) for row in self._dates()}
        return found | (self._binds() if present & LOOKUP_TYPES else {})

    def _lengths(self, kind: str) -> list[dict[str, Any]]:
        return self._rows(f"Attributes/{KIND}.{kind}AttributeMetadata", ("LogicalName", "MaxLength"))

    def _choices(self, kind: str) -> list[dict[str, Any]]:
        expand = "&$expand=OptionSet" + (",GlobalOptionSet" if kind == "Picklist" else "")
        return self._rows(f"Attributes/{KIND}.{kind}AttributeMetadata", ("LogicalName",), expand)

    def _dates(self) -> list[dict[str, Any]]:
        return self._rows(f"Attributes/{KIND}.DateTimeAttributeMetadata", ("LogicalName", "DateTimeBehavior"))

    def _binds(self) -> dict[str, Description]:
        """A lookup is written by the navigation property that its relationship to the target has."""
        names = ("ReferencingAttribute", "ReferencedEntity", "ReferencingEntityNavigationPropertyName")
        binds: dict[str, dict[str, str]] = {}
        for row in self._rows("ManyToOneRelationships", names):
            column, target, name = (row[key] for key in names)
            binds.setdefault(column, {})[target] = name
        return {column: {"bind": targets} for column, targets in binds.items()}

    def _rows(self, path: str, names: Iterable[str], options: str = "") -> list[dict[str, Any]]:
        found = self._client.read(f"{self._root}/{path}?$select={','.join(names)}{options}")
        return list(found["value"])


def _is_readable(row: Mapping[str, Any]) -> bool:
    is_own = row["AttributeOf"] is None and row["IsValidForRead"] and row["IsValidODataAttribute"]
    return bool(is_own) and row["AttributeType"] in TYPES


def _of_all(row: Mapping[str, Any]) -> dict[str, Any]:
    create, update = bool(row["IsValidForCreate"]), bool(row["IsValidForUpdate"])
    only_on = ("create" if create else "update") if create is not update else ""
    return {
        "type": row["AttributeType"],
        "label": _label(row["DisplayName"]),
        "required": row["RequiredLevel"]["Value"] not in ("None", "Recommended"),
        "read_only": not (create or update),
        "only_on": only_on,
    }


def _label(text: Mapping[str, Any] | None) -> str:
    known = (text or {}).get("UserLocalizedLabel")
    return str(known["Label"]) if known else ""


def _options(row: Mapping[str, Any]) -> dict[str, str]:
    found = row.get("GlobalOptionSet") or row["OptionSet"]
    return {str(option["Value"]): _label(option["Label"]) for option in found["Options"]}


def _behavior(row: Mapping[str, Any]) -> Description:
    return {"behavior": row["DateTimeBehavior"]["Value"]}
