"""The columns of a table as AttributeMetadata."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from crm.metadata import Column, Table
from crm.web_api.definitions.labels import label, managed, metadata_id
from crm.web_api.definitions.option_sets import global_option_set, option_set

NAMESPACE: Final = "Microsoft.Dynamics.CRM."
# Kind of column → AttributeTypeName and the kind of metadata, where it is not the kind's own name.
_METADATA_KINDS: Final = {
    "Uniqueidentifier": "UniqueIdentifier",
    "Owner": "Lookup",
    "Customer": "Lookup",
    "BigInt": "BigInt",
}
CHOICES: Final = ("Picklist", "State", "Status", "Boolean")


def metadata_kind(column: Column) -> str:
    """``StringAttributeMetadata``."""
    return f"{_METADATA_KINDS.get(column.type, column.type)}AttributeMetadata"


# What is so of every column: nothing comes from a managed solution, nothing is hidden from forms.
_SAME_FOR_ALL: Final = {
    "AttributeOf": None,
    "IsLogical": False,
    "IsManaged": False,
    "IsValidForForm": True,
    "IsValidForGrid": True,
    "IsValidODataAttribute": True,
    "IsFilterable": True,
    "IsSortableEnabled": managed(True, "canmodifyissortablesettings"),
    "IsCustomizable": managed(True, "iscustomizable"),
    "IsRenameable": managed(True, "isrenameable"),
    "IsAuditEnabled": managed(False, "canmodifyauditsettings"),
    "SourceType": 0,
    "IntroducedVersion": "1.0.0.0",
    "HasChanged": None,
}


def attribute(table: Table, column: Column) -> dict[str, Any]:
    """What every column says of itself, and what its kind adds."""
    name = column.logical_name
    return {
        "@odata.type": f"#{NAMESPACE}{metadata_kind(column)}",
        "MetadataId": str(metadata_id("attribute", table.logical_name, name)),
        "LogicalName": name,
        "SchemaName": schema_name(table, column),
        "EntityLogicalName": table.logical_name,
        "AttributeType": column.type,
        "AttributeTypeName": {"Value": f"{column.type}Type"},
        "DisplayName": label(column.label),
        "Description": label(None),
        "RequiredLevel": managed(_required_level(table, column), "canmodifyrequirementlevelsettings"),
        "ColumnNumber": list(table.columns).index(name) + 1,
        "IsCustomAttribute": column.is_custom,
        "IsSearchable": column.is_text,
        **_permitted(table, column),
        **_SAME_FOR_ALL,
        **_OF_KIND.get(column.type, _nothing)(table, column),
    }


def _permitted(table: Table, column: Column) -> dict[str, Any]:
    """Whether the column names the record, and what a request may do with it."""
    is_key = column.logical_name == table.primary_id
    return {
        "IsPrimaryId": is_key,
        "IsPrimaryName": column.logical_name == table.primary_name,
        "IsValidForCreate": is_key or not column.read_only,
        "IsValidForRead": not column.secret,
        "IsSecured": column.secret,
        "IsValidForUpdate": not (is_key or column.read_only),
        "IsValidForAdvancedFind": managed(not column.secret, "canmodifysearchsettings"),
    }


def attributes(table: Table) -> list[dict[str, Any]]:
    return [attribute(table, column) for column in table.columns.values()]


def schema_name(table: Table, column: Column) -> str:
    """As it was given for a column made at run time; of the others the logical name is known."""
    return column.schema_name or column.logical_name


def _required_level(table: Table, column: Column) -> str:
    if column.logical_name == table.primary_id or (column.required and column.completed):
        return "SystemRequired"
    return "ApplicationRequired" if column.required else "None"


def _nothing(table: Table, column: Column) -> dict[str, Any]:
    return {}


def _string(table: Table, column: Column) -> dict[str, Any]:
    return {
        "MaxLength": column.max_length,
        "DatabaseLength": None if column.max_length is None else column.max_length * 2,
        "Format": "Text",
        "FormatName": {"Value": "Text"},
        "ImeMode": "Auto",
        "YomiOf": None,
        "AutoNumberFormat": "",
        "FormulaDefinition": "",
    }


def _memo(table: Table, column: Column) -> dict[str, Any]:
    return {"MaxLength": column.max_length, "Format": "TextArea", "ImeMode": "Auto"}


def _integer(table: Table, column: Column) -> dict[str, Any]:
    return {
        "MinValue": -(2**31) if column.minimum is None else int(column.minimum),
        "MaxValue": 2**31 - 1 if column.maximum is None else int(column.maximum),
        "Format": "None",
        "FormulaDefinition": "",
    }


def _big_integer(table: Table, column: Column) -> dict[str, Any]:
    return {"MinValue": -(2**63), "MaxValue": 2**63 - 1}


def _number(table: Table, column: Column) -> dict[str, Any]:
    return {
        "MinValue": -100_000_000_000 if column.minimum is None else float(column.minimum),
        "MaxValue": 100_000_000_000 if column.maximum is None else float(column.maximum),
        "Precision": column.precision,
        "ImeMode": "Disabled",
    }


def _money(table: Table, column: Column) -> dict[str, Any]:
    base = f"{column.logical_name}_base"
    is_base = column.logical_name.endswith("_base")
    return {
        **_number(table, column),
        "PrecisionSource": 2,
        "IsBaseCurrency": is_base,
        "CalculationOf": column.logical_name.removesuffix("_base") if is_base else None,
        "BaseCurrency": base if base in table.columns else None,
    }


def _date(table: Table, column: Column) -> dict[str, Any]:
    return {
        "Format": column.date_format or "DateAndTime",
        "DateTimeBehavior": {"Value": column.behavior or "UserLocal"},
        "CanChangeDateTimeBehavior": managed(False, "canchangedatetimebehavior"),
        "MinSupportedValue": "1753-01-01T00:00:00Z",
        "MaxSupportedValue": "9999-12-30T23:59:59Z",
        "ImeMode": "Disabled",
    }


def _choice(table: Table, column: Column) -> dict[str, Any]:
    default = column.default if isinstance(column.default, int) else None
    if column.type == "Boolean":
        return {"DefaultValue": bool(column.default)}
    return {"DefaultFormValue": -1 if default is None else default, "ParentPicklistLogicalName": None}


def _lookup(table: Table, column: Column) -> dict[str, Any]:
    return {"Targets": list(column.targets), "Format": "None"}


_OF_KIND: Final[Mapping[str, Callable[[Table, Column], dict[str, Any]]]] = {
    "String": _string,
    "Memo": _memo,
    "Integer": _integer,
    "BigInt": _big_integer,
    "Decimal": _number,
    "Double": _number,
    "Money": _money,
    "DateTime": _date,
    "Picklist": _choice,
    "State": _choice,
    "Status": _choice,
    "Boolean": _choice,
    "Lookup": _lookup,
    "Owner": _lookup,
    "Customer": _lookup,
}


def option_sets_of(table: Table, column: Column) -> dict[str, Any]:
    """``OptionSet`` and ``GlobalOptionSet`` of a choice column, of which one is empty."""
    shared = global_option_set(column.option_set) if column.option_set else None
    return {"OptionSet": None if shared else option_set(table, column), "GlobalOptionSet": shared}
