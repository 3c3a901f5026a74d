"""Actions on definitions: tables in bulk, options of choice columns, publishing."""

from typing import Any, Final

from crm import metadata
from crm.business_rules.customization.options import (
    change_option,
    change_shared_option,
    insert_option,
    insert_shared_option,
)
from crm.business_rules.errors import DOES_NOT_EXIST, CrmFault
from crm.business_rules.general_privileges import PUBLISH
from crm.business_rules.privileges import check_general
from crm.business_rules.solution_components import add_component
from crm.metadata import Column, Table
from crm.web_api.definitions.labels import metadata_id
from crm.web_api.definitions.payloads import label_text
from crm.web_api.definitions.solution_parts import is_there
from crm.web_api.definitions.writing import new_table
from crm.web_api.errors import bad_payload
from crm.web_api.messages import ApiResponse, empty_response
from crm.web_api.operations.operation import Call, Operation, Parameter


def _create_entities(call: Call) -> ApiResponse:
    """Tables with their columns, all or none."""
    names = [new_table(content, call.request) for content in call.arguments["Entities"]]
    identifiers = [str(metadata_id("entity", name)) for name in names]
    columns = [
        str(metadata_id("attribute", name, column))
        for name in names
        for column, found in metadata.table(name).columns.items()
        if found.is_custom
    ]
    return call.answer({"EntityIds": identifiers, "AttributeIds": columns})


def _target(arguments: Any) -> tuple[Table, Column] | str:
    """The column that is named, or the name of the global option set."""
    shared = arguments["OptionSetName"]
    if shared:
        return str(shared)
    try:
        table = metadata.table(arguments["EntityLogicalName"] or "")
        return table, table.columns[arguments["AttributeLogicalName"] or ""]
    except KeyError as unknown:
        raise bad_payload(f"There is no table or column {unknown}.") from None


def _insert_option(call: Call) -> ApiResponse:
    caller, text, value = call.request.caller, label_text(call.arguments["Label"]), call.arguments["Value"]
    target = _target(call.arguments)
    if isinstance(target, str):
        value = insert_shared_option(target, value, text, caller=caller)
    else:
        value = insert_option(*target, value, text, caller=caller)
    return call.answer({"NewOptionValue": value})


def _insert_status(call: Call) -> ApiResponse:
    target = _target({**call.arguments, "OptionSetName": None})
    assert not isinstance(target, str)  # noqa: S101 no option set was named
    value = insert_option(
        *target,
        call.arguments["Value"],
        label_text(call.arguments["Label"]),
        state=call.arguments["StateCode"],
        caller=call.request.caller,
    )
    return call.answer({"NewOptionValue": value})


def _update_option(call: Call) -> ApiResponse:
    return _changed(call, label_text(call.arguments["Label"]) or str(call.arguments["Value"]))


def _delete_option(call: Call) -> ApiResponse:
    return _changed(call, None)


def _changed(call: Call, text: str | None) -> ApiResponse:
    target, value, caller = _target(call.arguments), call.arguments["Value"], call.request.caller
    if isinstance(target, str):
        change_shared_option(target, value, text, caller=caller)
    else:
        change_option(*target, value, text, caller=caller)
    return empty_response()


def _publish(call: Call) -> ApiResponse:
    """Customizations count from the moment they are made; there is nothing left to publish."""
    check_general(caller=call.request.caller, name=PUBLISH)
    return empty_response()


def _add_component(call: Call) -> ApiResponse:
    kind, object_id = call.arguments["ComponentType"], call.arguments["ComponentId"]
    if not is_there(kind, object_id):
        raise CrmFault(DOES_NOT_EXIST, table=f"component of the type {kind}", id=object_id)
    added = add_component(
        solution=call.arguments["SolutionUniqueName"],
        kind=kind,
        object_id=object_id,
        caller=call.request.caller,
    )
    return call.answer({"id": str(added)})


_SOLUTION: Final = Parameter("SolutionUniqueName", "Edm.String", required=False)
_COLUMN: Final = (
    Parameter("OptionSetName", "Edm.String", required=False),
    Parameter("EntityLogicalName", "Edm.String", required=False),
    Parameter("AttributeLogicalName", "Edm.String", required=False),
    _SOLUTION,
)
_LABEL: Final = Parameter("Label", "mscrm.Label")
_OPTIONAL_VALUE: Final = Parameter("Value", "Edm.Int32", required=False)
_VALUE: Final = Parameter("Value", "Edm.Int32")
_MERGE: Final = Parameter("MergeLabels", "Edm.Boolean", required=False)
_NEW: Final = {"NewOptionValue": "Edm.Int32"}

OPERATIONS: Final = (
    Operation(
        "CreateEntities",
        _create_entities,
        parameters=(Parameter("Entities", "Collection(mscrm.ComplexEntityMetadata)"), _SOLUTION),
        response={"EntityIds": "Collection(Edm.Guid)", "AttributeIds": "Collection(Edm.Guid)"},
    ),
    Operation(
        "InsertOptionValue", _insert_option, parameters=(*_COLUMN, _LABEL, _OPTIONAL_VALUE), response=_NEW
    ),
    Operation("UpdateOptionValue", _update_option, parameters=(*_COLUMN, _LABEL, _VALUE, _MERGE)),
    Operation("DeleteOptionValue", _delete_option, parameters=(*_COLUMN, _VALUE)),
    Operation(
        "InsertStatusValue",
        _insert_status,
        parameters=(*_COLUMN[1:], _LABEL, _OPTIONAL_VALUE, Parameter("StateCode", "Edm.Int32")),
        response=_NEW,
    ),
    Operation("PublishXml", _publish, parameters=(Parameter("ParameterXml", "Edm.String"),)),
    Operation("PublishAllXml", _publish),
    Operation(
        "AddSolutionComponent",
        _add_component,
        parameters=(
            Parameter("ComponentId", "Edm.Guid"),
            Parameter("ComponentType", "Edm.Int32"),
            Parameter("SolutionUniqueName", "Edm.String"),
            Parameter("AddRequiredComponents", "Edm.Boolean"),
            Parameter("DoNotIncludeSubcomponents", "Edm.Boolean", required=False),
        ),
        response={"id": "Edm.Guid"},
    ),
)
