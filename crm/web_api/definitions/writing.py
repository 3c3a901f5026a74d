"""Makes, changes and removes definitions as clients ask for it."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from crm import metadata
from crm.business_rules.customization.columns import change_column, create_column, delete_column
from crm.business_rules.customization.keys import create_key, delete_key
from crm.business_rules.customization.options import change_option_set, create_option_set, delete_option_set
from crm.business_rules.customization.relationships import (
    create_lookup,
    create_many_to_many,
    delete_relationship,
)
from crm.business_rules.customization.tables import NewTable, change_table, create_table, delete_table
from crm.metadata import Table
from crm.web_api.definitions.labels import metadata_id
from crm.web_api.definitions.payloads import (
    Payload,
    column_definition,
    column_kind,
    flag_of,
    items_of,
    label_text,
    option_labels,
    text_of,
)
from crm.web_api.definitions.relationships import MANY_TO_MANY, ONE_TO_MANY
from crm.web_api.definitions.resource import Place, locate, read_definition
from crm.web_api.definitions.solution_parts import join_definition, join_lookup, leave
from crm.web_api.errors import bad_payload, not_implemented
from crm.web_api.messages import ApiRequest, ApiResponse, empty_response, not_allowed
from crm.web_api.payload import parse_object


def answer_definition(request: ApiRequest) -> ApiResponse:
    """The answer to whatever is asked of definitions. Raises ODataError."""
    if request.method == "GET":
        return read_definition(request)
    place = locate(request.path)
    if place.row is None and request.method == "POST":
        return _created(request, _CREATE.get(place.name), place)
    if place.row is not None and request.method in ("PUT", "PATCH"):
        _verb(_CHANGE, place, request)(Write(request, place), parse_object(request.body))
        return empty_response()
    if place.row is not None and request.method == "DELETE":
        _verb(_DELETE, place, request)(Write(request, place))
        leave(place.row)
        return empty_response()
    raise not_allowed(request.method)


class Write(NamedTuple):
    request: ApiRequest
    place: Place

    @property
    def row(self) -> dict[str, Any]:
        assert self.place.row is not None  # noqa: S101 changes name their definition
        return self.place.row

    @property
    def table(self) -> Table:
        """The table of the definition."""
        owner = self.place.owner or self.row
        return metadata.table(owner.get("EntityLogicalName") or owner["LogicalName"])


def _verb(verbs: Mapping[str, Callable[..., None]], place: Place, request: ApiRequest) -> Callable[..., None]:
    if place.name not in verbs:
        raise not_allowed(request.method)
    return verbs[place.name]


def _created(request: ApiRequest, create: Callable[..., str] | None, place: Place) -> ApiResponse:
    if create is None:
        raise not_allowed(request.method)
    address = create(Write(request, place), parse_object(request.body))
    made = UUID(address.rpartition("(")[2].removesuffix(")"))
    join_definition(request, place.name, made, owner=place.owner)
    return empty_response(headers={"OData-EntityId": f"{request.root}{address}"})


def _create_table(write: Write, content: Payload) -> str:
    name = new_table(content, write.request)
    return f"EntityDefinitions({metadata_id('entity', name)})"


def new_table(content: Payload, request: ApiRequest) -> str:
    """Makes a table with its columns; returns its logical name. Raises ODataError."""
    columns = items_of(content, "Attributes")
    primary = next((item for item in columns if item.get("IsPrimaryName")), None)
    if primary is None or column_kind(primary) != "String":
        raise bad_payload("A table needs a column of texts with 'IsPrimaryName'.")
    if flag_of(content, "IsActivity"):
        raise not_implemented("Tables of activities cannot be made.")
    new = NewTable(
        schema_name=text_of(content, "SchemaName"),
        display_name=label_text(content.get("DisplayName")),
        display_collection_name=label_text(content.get("DisplayCollectionName")),
        primary_name=text_of(primary, "SchemaName"),
        primary_name_label=label_text(primary.get("DisplayName")),
        primary_name_length=column_definition(primary)["max_length"],
        is_owned=content.get("OwnershipType", "UserOwned") == "UserOwned",
        change_tracking=flag_of(content, "ChangeTrackingEnabled"),
        entity_set=text_of(content, "EntitySetName", required=False),
    )
    name = create_table(new, caller=request.caller)
    for item in columns:
        if item is not primary:
            new_column(metadata.table(name), item, request)
    return name


def new_column(table: Table, content: Payload, request: ApiRequest) -> str:
    """Makes a column; returns its logical name. Raises ODataError."""
    if column_kind(content) == "Lookup":
        raise bad_payload("A lookup is made with its relationship, by RelationshipDefinitions.")
    schema_name = text_of(content, "SchemaName")
    return create_column(table, schema_name, column_definition(content), caller=request.caller)


def _create_column(write: Write, content: Payload) -> str:
    table = write.table
    name = new_column(table, content, write.request)
    owner = f"EntityDefinitions({metadata_id('entity', table.logical_name)})"
    return f"{owner}/Attributes({metadata_id('attribute', table.logical_name, name)})"


def _create_key(write: Write, content: Payload) -> str:
    columns = content.get("KeyAttributes")
    if not isinstance(columns, list) or not all(isinstance(item, str) for item in columns):
        raise bad_payload("'KeyAttributes' must list columns.")
    table = write.table
    name = create_key(table, text_of(content, "SchemaName"), columns, caller=write.request.caller)
    owner = f"EntityDefinitions(LogicalName='{table.logical_name}')"
    return f"{owner}/Keys({metadata_id('key', table.logical_name, name)})"


def _create_relationship(write: Write, content: Payload) -> str:
    kind = str(content.get("@odata.type", "")).rpartition(".")[2]
    name = text_of(content, "SchemaName")
    if kind == ONE_TO_MANY:
        _create_lookup(content, name, write.request)
    elif kind == MANY_TO_MANY:
        first, second = (_table(text_of(content, f"Entity{end}LogicalName")) for end in (1, 2))
        names = [text_of(content, f"Entity{end}NavigationPropertyName", required=False) for end in (1, 2)]
        create_many_to_many(
            first,
            second,
            relationship=name,
            intersect=text_of(content, "IntersectEntityName", required=False),
            first_name=names[0],
            second_name=names[1],
            caller=write.request.caller,
        )
    else:
        raise bad_payload(f"A relationship must say its '@odata.type': …{ONE_TO_MANY} or …{MANY_TO_MANY}.")
    return f"RelationshipDefinitions({metadata_id('relationship', name)})"


_CASCADES: Final = {"RemoveLink": "RemoveLink", "Restrict": "Restrict", "Cascade": "Cascade"}


def _create_lookup(content: Payload, relationship: str, request: ApiRequest) -> None:
    lookup = content.get("Lookup")
    if not isinstance(lookup, dict):
        raise bad_payload("A one-to-many relationship needs its 'Lookup'.")
    cascade = (content.get("CascadeConfiguration") or {}).get("Delete", "RemoveLink")
    definition = column_definition({"@odata.type": "LookupAttributeMetadata", **lookup})
    create_lookup(
        _table(text_of(content, "ReferencingEntity")),
        _table(text_of(content, "ReferencedEntity")),
        schema_name=text_of(lookup, "SchemaName"),
        relationship=relationship,
        definition={**definition, "cascade": _CASCADES.get(cascade, "RemoveLink")},
        caller=request.caller,
    )
    join_lookup(request, text_of(content, "ReferencingEntity"), text_of(lookup, "SchemaName").lower())


def _table(name: str) -> Table:
    try:
        return metadata.table(name)
    except KeyError:
        raise bad_payload(f"There is no table '{name[:60]}'.") from None


def _create_option_set(write: Write, content: Payload) -> str:
    name = text_of(content, "Name")
    definition = {"label": label_text(content.get("DisplayName")) or name, "options": option_labels(content)}
    create_option_set(name, definition, caller=write.request.caller)
    return f"GlobalOptionSetDefinitions({metadata_id('globaloptionset', name)})"


def _change_table(write: Write, content: Payload) -> None:
    changes: dict[str, Any] = {}
    for name, column in (
        ("DisplayName", "display_name"),
        ("DisplayCollectionName", "display_collection_name"),
    ):
        text = label_text(content.get(name))
        if text:
            changes[column] = text
    if content.get("ChangeTrackingEnabled") is not None:
        changes["change_tracking"] = flag_of(content, "ChangeTrackingEnabled")
    change_table(write.table, changes, caller=write.request.caller)


def _change_column(write: Write, content: Payload) -> None:
    named = {"@odata.type": write.row["@odata.type"], **content}
    definition = column_definition(named)
    if "MaxLength" not in content:
        definition.pop("max_length", None)
    # Options have actions of their own; stored values are as secret as they were written.
    for name in ("default", "options", "option_set", "secret"):
        definition.pop(name, None)
    change_column(write.table, write.row["LogicalName"], definition, caller=write.request.caller)


def _change_option_set(write: Write, content: Payload) -> None:
    text = label_text(content.get("DisplayName")) or write.row["Name"]
    change_option_set(write.row["Name"], text, caller=write.request.caller)


def _delete_table(write: Write) -> None:
    delete_table(write.table, caller=write.request.caller)


def _delete_column(write: Write) -> None:
    delete_column(write.table, write.row["LogicalName"], caller=write.request.caller)


def _delete_key(write: Write) -> None:
    delete_key(write.table, write.row["LogicalName"], caller=write.request.caller)


def _delete_relationship(write: Write) -> None:
    delete_relationship(write.row["SchemaName"], caller=write.request.caller)


def _delete_option_set(write: Write) -> None:
    delete_option_set(write.row["Name"], caller=write.request.caller)


_CREATE: Final[Mapping[str, Callable[[Write, Payload], str]]] = {
    "EntityDefinitions": _create_table,
    "Attributes": _create_column,
    "Keys": _create_key,
    "RelationshipDefinitions": _create_relationship,
    "GlobalOptionSetDefinitions": _create_option_set,
}
_CHANGE: Final[Mapping[str, Callable[[Write, Payload], None]]] = {
    "EntityDefinitions": _change_table,
    "Attributes": _change_column,
    "GlobalOptionSetDefinitions": _change_option_set,
}
_DELETE: Final[Mapping[str, Callable[[Write], None]]] = {
    "EntityDefinitions": _delete_table,
    "Attributes": _delete_column,
    "Keys": _delete_key,
    "RelationshipDefinitions": _delete_relationship,
    "GlobalOptionSetDefinitions": _delete_option_set,
}
