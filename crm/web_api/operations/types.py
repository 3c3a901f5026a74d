"""The types of parameters and results that are no tables: structures and enumerations of Dataverse."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

NAMESPACE: Final = "Microsoft.Dynamics.CRM."


@dataclass(frozen=True)
class ComplexType:
    """Properties by name with their types; all of them may be left out.

    An ``is_open`` one may have any others: whoever gets it reads them.
    """

    name: str
    properties: Mapping[str, str]
    is_open: bool = False


@dataclass(frozen=True)
class EnumType:
    """Members by name; those of ``flags`` may be combined."""

    name: str
    members: Mapping[str, int]
    flags: bool = False


_QUERY = (
    ComplexType("ColumnSet", {"AllColumns": "Edm.Boolean", "Columns": "Collection(Edm.String)"}),
    ComplexType("Object", {"Type": "Edm.String", "Value": "Edm.PrimitiveType"}),
    ComplexType(
        "ConditionExpression",
        {
            "EntityName": "Edm.String",
            "AttributeName": "Edm.String",
            "Operator": "mscrm.ConditionOperator",
            "Values": "Collection(mscrm.Object)",
        },
    ),
    ComplexType(
        "FilterExpression",
        {
            "FilterOperator": "mscrm.LogicalOperator",
            "Conditions": "Collection(mscrm.ConditionExpression)",
            "Filters": "Collection(mscrm.FilterExpression)",
        },
    ),
    ComplexType("LinkEntity", {"LinkToEntityName": "Edm.String"}),
    ComplexType(
        "QueryExpression",
        {
            "EntityName": "Edm.String",
            "ColumnSet": "mscrm.ColumnSet",
            "Criteria": "mscrm.FilterExpression",
            "LinkEntities": "Collection(mscrm.LinkEntity)",
            "Distinct": "Edm.Boolean",
            "NoLock": "Edm.Boolean",
            "TopCount": "Edm.Int32",
        },
    ),
)
_DEFINITIONS = (
    ComplexType("ComplexEntityMetadata", {}, is_open=True),
    ComplexType("DeletedMetadataCollection", {}, is_open=True),
    ComplexType("Label", {}, is_open=True),
)
_RESULTS = (
    ComplexType(
        "RolePrivilege",
        {
            "Depth": "mscrm.PrivilegeDepth",
            "PrivilegeId": "Edm.Guid",
            "BusinessUnitId": "Edm.Guid",
            "PrivilegeName": "Edm.String",
        },
    ),
    ComplexType(
        "EntityRecordCountCollection",
        {
            "Count": "Edm.Int32",
            "IsReadOnly": "Edm.Boolean",
            "Keys": "Collection(Edm.String)",
            "Values": "Collection(Edm.Int64)",
        },
    ),
    ComplexType(
        "EndpointCollection",
        {
            "Count": "Edm.Int32",
            "IsReadOnly": "Edm.Boolean",
            "Keys": "Collection(Edm.String)",
            "Values": "Collection(Edm.String)",
        },
    ),
    ComplexType(
        "OrganizationDetail",
        {
            "OrganizationId": "Edm.Guid",
            "FriendlyName": "Edm.String",
            "OrganizationVersion": "Edm.String",
            "EnvironmentId": "Edm.String",
            "TenantId": "Edm.String",
            "UrlName": "Edm.String",
            "UniqueName": "Edm.String",
            "State": "Edm.String",
            "Endpoints": "mscrm.EndpointCollection",
        },
    ),
)
_METADATA_QUERY = (
    ComplexType(
        "MetadataPropertiesExpression",
        {"AllProperties": "Edm.Boolean", "PropertyNames": "Collection(Edm.String)"},
    ),
    ComplexType(
        "MetadataConditionExpression",
        {
            "PropertyName": "Edm.String",
            "ConditionOperator": "mscrm.MetadataConditionOperator",
            "Value": "mscrm.Object",
        },
    ),
    ComplexType(
        "MetadataFilterExpression",
        {
            "FilterOperator": "mscrm.LogicalOperator",
            "Conditions": "Collection(mscrm.MetadataConditionExpression)",
            "Filters": "Collection(mscrm.MetadataFilterExpression)",
        },
    ),
    *(
        ComplexType(
            name,
            {
                "Properties": "mscrm.MetadataPropertiesExpression",
                "Criteria": "mscrm.MetadataFilterExpression",
            },
        )
        for name in ("AttributeQueryExpression", "RelationshipQueryExpression", "EntityKeyQueryExpression")
    ),
    ComplexType(
        "LabelQueryExpression",
        {"FilterLanguages": "Collection(Edm.Int32)", "MissingLabelBehavior": "Edm.Int32"},
    ),
    ComplexType(
        "EntityQueryExpression",
        {
            "Properties": "mscrm.MetadataPropertiesExpression",
            "Criteria": "mscrm.MetadataFilterExpression",
            "AttributeQuery": "mscrm.AttributeQueryExpression",
            "RelationshipQuery": "mscrm.RelationshipQueryExpression",
            "KeyQuery": "mscrm.EntityKeyQueryExpression",
            "LabelQuery": "mscrm.LabelQueryExpression",
        },
    ),
)
_CONDITIONS: Final = {
    "Equal": 0,
    "NotEqual": 1,
    "GreaterThan": 2,
    "LessThan": 3,
    "GreaterEqual": 4,
    "LessEqual": 5,
    "Like": 6,
    "NotLike": 7,
    "In": 8,
    "NotIn": 9,
    "Between": 10,
    "NotBetween": 11,
    "Null": 12,
    "NotNull": 13,
    "Contains": 49,
    "DoesNotContain": 50,
    "BeginsWith": 54,
    "DoesNotBeginWith": 55,
    "EndsWith": 56,
    "DoesNotEndWith": 57,
}
_ENUMS = (
    EnumType("PrivilegeDepth", {"Basic": 0, "Local": 1, "Deep": 2, "Global": 3}),
    EnumType("EndpointAccessType", {"Default": 0, "Internet": 1, "Intranet": 2}),
    EnumType("LogicalOperator", {"And": 0, "Or": 1}),
    EnumType("ConditionOperator", _CONDITIONS),
    EnumType(
        "MetadataConditionOperator",
        {"Equals": 0, "NotEquals": 1, "In": 2, "NotIn": 3, "GreaterThan": 4, "LessThan": 5},
    ),
    EnumType(
        "DeletedMetadataFilters",
        {"Entity": 1, "Attribute": 2, "Relationship": 4, "Label": 8, "OptionSet": 16, "All": 31},
        flags=True,
    ),
)
COMPLEX_TYPES: Final[Mapping[str, ComplexType]] = {
    item.name: item for item in (*_QUERY, *_METADATA_QUERY, *_DEFINITIONS, *_RESULTS)
}
ENUM_TYPES: Final[Mapping[str, EnumType]] = {item.name: item for item in _ENUMS}


@dataclass(frozen=True)
class ColumnSet:
    """The columns that an operation shall return: all (None), or those named."""

    columns: tuple[str, ...] | None

    @classmethod
    def of(cls, value: Mapping[str, Any] | None) -> "ColumnSet":
        """From the value of a ``mscrm.ColumnSet`` parameter; none names no column."""
        if value is not None and value.get("AllColumns"):
            return cls(None)
        return cls(tuple(value.get("Columns") or ()) if value is not None else ())
