"""The options of choice columns: read, added under a chosen value, renamed, published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.operations import understood

ENGLISH = 1033


@dataclass(frozen=True)
class OptionSet:
    """The labels of a column's options by their value, in the language of the integration user."""

    table: str
    column: str
    labels: Mapping[int, str] = field(default_factory=dict)
    language: int = ENGLISH
    shared_name: str = ""

    @property
    def target(self) -> dict[str, str]:
        """Names the option set in a request: a shared one by its name, a column's own by the column."""
        if self.shared_name:
            return {"OptionSetName": self.shared_name}
        return {"EntityLogicalName": self.table, "AttributeLogicalName": self.column}


def read_options(client: DataverseClient, table: str, column: str) -> OptionSet:
    """Raises DataverseError, NOT_FOUND or CONFIGURATION where the CRM has no such choice column."""
    kind = "Microsoft.Dynamics.CRM.PicklistAttributeMetadata"
    url = (
        f"EntityDefinitions(LogicalName='{table}')/Attributes(LogicalName='{column}')/{kind}"
        "?$select=LogicalName&$expand=OptionSet,GlobalOptionSet"
    )
    body = client.read(url)
    return understood(lambda: _option_set(table, column, body))


def _option_set(table: str, column: str, body: Mapping[str, Any]) -> OptionSet:
    shared = body.get("GlobalOptionSet")
    found = shared or body["OptionSet"]
    labels = {option["Value"]: option["Label"]["UserLocalizedLabel"] for option in found["Options"]}
    languages = [label["LanguageCode"] for label in labels.values() if label]
    return OptionSet(
        table=table,
        column=column,
        labels={int(value): str(label["Label"]) if label else "" for value, label in labels.items()},
        language=int(languages[0]) if languages else ENGLISH,
        shared_name=str(shared["Name"]) if shared else "",
    )


def insert_option(client: DataverseClient, options: OptionSet, value: int, label: str) -> None:
    """Raises DataverseError (REJECTED) if the value is there already: so a repetition adds nothing."""
    named = {**options.target, "Value": value, **_label(options, label)}
    client.write("POST", "InsertOptionValue", named)


def rename_option(client: DataverseClient, options: OptionSet, value: int, label: str) -> None:
    named = {**options.target, "Value": value, **_label(options, label), "MergeLabels": True}
    client.write("POST", "UpdateOptionValue", named)


def publish(client: DataverseClient, tables: Iterable[str]) -> None:
    """Has people see what was changed in the tables' definitions."""
    names = "".join(f"<entity>{name}</entity>" for name in tables)
    xml = f"<importexportxml><entities>{names}</entities></importexportxml>"
    client.write("POST", "PublishXml", {"ParameterXml": xml})


def _label(options: OptionSet, label: str) -> dict[str, Any]:
    return {"Label": {"LocalizedLabels": [{"Label": label, "LanguageCode": options.language}]}}
