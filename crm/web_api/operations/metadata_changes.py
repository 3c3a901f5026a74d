"""Definitions found by a query of their own, with the named properties alone (RetrieveMetadataChanges)."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from crm import metadata
from crm.metadata import Table
from crm.web_api.definitions.attributes import attribute, option_sets_of
from crm.web_api.definitions.entities import entity, keys
from crm.web_api.definitions.relationships import many_to_many_of, many_to_one, one_to_many
from crm.web_api.definitions.rows_query import Row, matching
from crm.web_api.errors import bad_payload, not_implemented
from crm.web_api.messages import ApiResponse
from crm.web_api.operations.operation import Call, Operation, Parameter
from odata.expression import EQ, GT, LT, NE, And, Comparison, Expression, In, Literal, Not, Or, Path
from odata.query import QueryOptions

_ALWAYS: Final = ("@odata.type", "MetadataId", "HasChanged")
_MAX_DEPTH: Final = 10
_COMPARISONS: Final = {"Equals": EQ, "NotEquals": NE, "GreaterThan": GT, "LessThan": LT}


def _attributes(table: Table) -> list[Row]:
    return [
        {
            **attribute(table, column),
            **(option_sets_of(table, column) if column.options or column.type == "Boolean" else {}),
        }
        for column in table.columns.values()
    ]


# What hangs on a table, how it is made, and which part of the query says more about it.
_PARTS: Final[Mapping[str, tuple[Callable[[Table], list[Row]], str]]] = {
    "Attributes": (_attributes, "AttributeQuery"),
    "Keys": (keys, "KeyQuery"),
    "OneToManyRelationships": (one_to_many, "RelationshipQuery"),
    "ManyToOneRelationships": (many_to_one, "RelationshipQuery"),
    "ManyToManyRelationships": (many_to_many_of, "RelationshipQuery"),
}


def retrieve_metadata_changes(call: Call) -> ApiResponse:
    """All that the query finds. A stamp of an earlier answer is not taken, so nothing is told as deleted."""
    if call.arguments["ClientVersionStamp"]:
        raise not_implemented("Definitions that changed since a version stamp are not implemented.")
    query = call.arguments["Query"] or {}
    found = _matching([entity(table) for table in metadata.tables()], query)
    return call.answer(
        {
            "EntityMetadata": [_table(row, query) for row in found],
            "ServerVersionStamp": metadata.stamp(),
            "DeletedMetadata": None,
        }
    )


def _table(row: Row, query: Mapping[str, Any]) -> Row:
    table = metadata.table(row["LogicalName"])
    shown = _selected(row, query)
    for name, (rows_of, part) in _PARTS.items():
        if _is_asked(name, query):
            inner = query.get(part) or {}
            shown[name] = [_selected(item, inner) for item in _matching(rows_of(table), inner)]
    return shown


def _is_asked(name: str, query: Mapping[str, Any]) -> bool:
    properties = query.get("Properties") or {}
    return bool(properties.get("AllProperties")) or name in (properties.get("PropertyNames") or ())


def _selected(row: Row, query: Mapping[str, Any]) -> Row:
    """A property that definitions of another kind have is no error here: it is left out."""
    return {name: value for name, value in row.items() if name in _ALWAYS or _is_asked(name, query)}


def _matching(rows: Sequence[Row], query: Mapping[str, Any]) -> list[Row]:
    criteria = query.get("Criteria")
    expression = None if criteria is None else _filter(criteria, 1)
    return matching(rows, QueryOptions(filter=expression))


def _filter(criteria: Mapping[str, Any], depth: int) -> Expression | None:
    if depth > _MAX_DEPTH:
        raise bad_payload("The filters of the query are nested too deep.")
    operands = [_condition(condition) for condition in criteria.get("Conditions") or ()]
    nested = (_filter(inner, depth + 1) for inner in criteria.get("Filters") or ())
    operands += [inner for inner in nested if inner is not None]
    if not operands:
        return None
    return Or(tuple(operands)) if criteria.get("FilterOperator") == "Or" else And(tuple(operands))


def _condition(condition: Mapping[str, Any]) -> Expression:
    path = Path(condition.get("PropertyName") or "")
    operator = condition.get("ConditionOperator") or "Equals"
    value = (condition.get("Value") or {}).get("Value")
    if operator in _COMPARISONS:
        return Comparison(path, _COMPARISONS[operator], Literal(_plain(value)))
    found = In(path, tuple(Literal(item) for item in _list(value)))
    return found if operator == "In" else Not(found)


def _plain(value: Any) -> Any:
    """Truth values come as texts as well."""
    return {"true": True, "false": False}.get(value.lower(), value) if isinstance(value, str) else value


def _list(value: Any) -> list[Any]:
    """Several values are given as the text of a JSON list, with either kind of quotation marks."""
    try:
        found = json.loads(value.replace("'", '"')) if isinstance(value, str) else None
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise bad_payload("The operators 'In' and 'NotIn' need a list of values.")
    return found


OPERATIONS: Final = (
    Operation(
        "RetrieveMetadataChanges",
        retrieve_metadata_changes,
        is_function=True,
        parameters=(
            Parameter("Query", "mscrm.EntityQueryExpression", required=False),
            Parameter("ClientVersionStamp", "Edm.String", required=False),
            Parameter("DeletedMetadataFilters", "mscrm.DeletedMetadataFilters", required=False),
            Parameter("AppModuleId", "Edm.Guid", required=False),
            Parameter("RetrieveAllSettings", "Edm.Boolean", required=False),
        ),
        response={
            "EntityMetadata": "Collection(mscrm.ComplexEntityMetadata)",
            "ServerVersionStamp": "Edm.String",
            "DeletedMetadata": "mscrm.DeletedMetadataCollection",
        },
    ),
)
