"""The tables, columns and lookups of a solution as the Web API wants to be told of them."""

from collections.abc import Mapping
from typing import Any

from crm_integration.connection.solution.vocabulary import (
    ColumnKind,
    SolutionColumn,
    SolutionLookup,
    SolutionTable,
)

TYPE = "Microsoft.Dynamics.CRM"
ENGLISH = 1033
Json = dict[str, Any]


def table_definition(table: SolutionTable) -> Json:
    primary_name = {**column_definition(table.primary_name), "IsPrimaryName": True}
    return {
        "@odata.type": f"{TYPE}.EntityMetadata",
        "SchemaName": table.schema_name,
        "EntitySetName": table.entity_set,
        "DisplayName": _label(table.label),
        "DisplayCollectionName": _label(table.plural),
        "OwnershipType": "UserOwned" if table.is_owned else "OrganizationOwned",
        "HasActivities": False,
        "HasNotes": False,
        "IsActivity": False,
        "Attributes": [primary_name, *(column_definition(column) for column in table.columns)],
    }


def column_definition(column: SolutionColumn) -> Json:
    return {
        "@odata.type": f"{TYPE}.{column.kind.value}AttributeMetadata",
        "SchemaName": column.schema_name,
        "DisplayName": _label(column.label),
        "RequiredLevel": {"Value": "None"},
        **({"IsSecured": True} if column.is_secured else {}),
        **_OF_KIND.get(column.kind, {}),
        **({"MaxLength": column.max_length} if column.kind is ColumnKind.STRING else {}),
    }


def lookup_definition(lookup: SolutionLookup) -> Json:
    """When the record is gone that it points to, the lookup is empty."""
    return {
        "@odata.type": f"{TYPE}.OneToManyRelationshipMetadata",
        "SchemaName": lookup.relationship,
        "ReferencedEntity": lookup.target,
        "ReferencedAttribute": f"{lookup.target}id",
        "ReferencingEntity": lookup.table,
        "CascadeConfiguration": {
            "Assign": "NoCascade",
            "Delete": "RemoveLink",
            "Merge": "NoCascade",
            "Reparent": "NoCascade",
            "Share": "NoCascade",
            "Unshare": "NoCascade",
        },
        "Lookup": column_definition(lookup.column),
    }


def _label(text: str) -> Json:
    localized = {"@odata.type": f"{TYPE}.LocalizedLabel", "Label": text, "LanguageCode": ENGLISH}
    return {"@odata.type": f"{TYPE}.Label", "LocalizedLabels": [localized]}


_OF_KIND: Mapping[ColumnKind, Json] = {
    ColumnKind.STRING: {"FormatName": {"Value": "Text"}},
    ColumnKind.MONEY: {"PrecisionSource": 2},
    ColumnKind.DATE: {"Format": "DateOnly", "DateTimeBehavior": {"Value": "DateOnly"}},
}
