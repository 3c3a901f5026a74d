"""The options of choice columns."""

from collections.abc import Iterator
from typing import Any, Final

from crm.metadata import Column, Table
from crm.models import CrmOptionSet
from crm.web_api.definitions.labels import label, managed, metadata_id

_KINDS: Final = {"Picklist": "Picklist", "State": "State", "Status": "Status", "Boolean": "Boolean"}


def option_set(table: Table, column: Column) -> dict[str, Any]:
    """The ``OptionSet`` of a column that has one of its own."""
    name = f"{table.logical_name}_{column.logical_name}"
    shared = {
        "MetadataId": str(metadata_id("optionset", name)),
        "Name": name,
        "DisplayName": label(column.label),
        "Description": label(None),
        "IsGlobal": False,
        "IsCustomOptionSet": False,
        "IsManaged": False,
        "IsCustomizable": managed(True, "iscustomizable"),
        "OptionSetType": _KINDS[column.type],
        "HasChanged": None,
    }
    if column.type == "Boolean":
        yes, no = _boolean_labels(column)
        return {**shared, "TrueOption": option(1, yes), "FalseOption": option(0, no)}
    return {**shared, "Options": [_option(column, value) for value in column.options]}


def _boolean_labels(column: Column) -> tuple[Any, Any]:
    return column.options.get(1, "Yes"), column.options.get(0, "No")


def _option(column: Column, value: int) -> dict[str, Any]:
    found = option(value, column.options[value])
    if column.type == "Status":
        found |= {"State": column.state_of.get(value), "TransitionData": None}
    if column.type == "State":
        default = next((status for status, state in column.state_of.items() if state == value), None)
        found |= {"DefaultStatus": default, "InvariantName": None}
    return found


def option(value: int, text: Any) -> dict[str, Any]:
    return {
        "Value": value,
        "Label": label(text),
        "Description": label(None),
        "Color": None,
        "IsManaged": False,
        "ExternalValue": "",
        "ParentValues": [],
        "MetadataId": None,
        "HasChanged": None,
    }


def global_option_sets() -> Iterator[dict[str, Any]]:
    """The option sets that columns share."""
    for row in CrmOptionSet.objects.order_by("name"):
        options = row.definition.get("options", {})
        yield {
            "@odata.type": "#Microsoft.Dynamics.CRM.OptionSetMetadata",
            "MetadataId": str(metadata_id("globaloptionset", row.name)),
            "Name": row.name,
            "DisplayName": label(row.definition.get("label", row.name)),
            "Description": label(None),
            "IsGlobal": True,
            "IsCustomOptionSet": True,
            "IsManaged": False,
            "IsCustomizable": managed(True, "iscustomizable"),
            "OptionSetType": "Picklist",
            "HasChanged": None,
            "Options": [option(int(value), text) for value, text in options.items()],
        }


def global_option_set(name: str) -> dict[str, Any] | None:
    return next((item for item in global_option_sets() if item["Name"] == name), None)
