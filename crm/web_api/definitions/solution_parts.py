"""``MSCRM.SolutionUniqueName``: what a request makes becomes part of that solution."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from crm import metadata
from crm.business_rules.solution_components import add_component, forget_components, is_component
from crm.metadata import Table
from crm.models.solutioncomponent import ATTRIBUTE, ENTITY, KEY, OPTION_SET, RELATIONSHIP, ROLE
from crm.web_api.definitions.labels import metadata_id
from crm.web_api.messages import ApiRequest

HEADER: Final = "mscrm.solutionuniquename"
_DEFINITIONS: Final[Mapping[str, int]] = {
    "EntityDefinitions": ENTITY,
    "Attributes": ATTRIBUTE,
    "Keys": KEY,
    "RelationshipDefinitions": RELATIONSHIP,
    "GlobalOptionSetDefinitions": OPTION_SET,
}
_RECORDS: Final[Mapping[str, int]] = {"role": ROLE}
KINDS: Final = frozenset({*_DEFINITIONS.values(), *_RECORDS.values()})


def join_definition(
    request: ApiRequest, name: str, object_id: UUID, *, owner: Mapping[str, Any] | None = None
) -> None:
    """A column of a table that is in the solution with everything is in it already. Raises CrmFault."""
    solution = request.headers.get(HEADER, "")
    if not solution:
        return
    if owner is not None and is_component(solution=solution, object_id=UUID(owner["MetadataId"])):
        return
    add_component(solution=solution, kind=_DEFINITIONS[name], object_id=object_id, caller=request.caller)


def join_lookup(request: ApiRequest, table: str, column: str) -> None:
    """The column that a relationship brings."""
    owner = {"MetadataId": str(metadata_id("entity", table))}
    join_definition(request, "Attributes", metadata_id("attribute", table, column), owner=owner)


def join_record(request: ApiRequest, table: Table, record_id: UUID) -> None:
    """Security roles are parts of solutions, other records are not. Raises CrmFault."""
    solution, kind = request.headers.get(HEADER, ""), _RECORDS.get(table.logical_name)
    if solution and kind is not None:
        add_component(solution=solution, kind=kind, object_id=record_id, caller=request.caller)


def leave(row: Mapping[str, Any]) -> None:
    """A definition was removed, and a lookup with its relationship."""
    gone = [UUID(row["MetadataId"])]
    if "ReferencingAttribute" in row:
        gone.append(metadata_id("attribute", row["ReferencingEntity"], row["ReferencingAttribute"]))
    forget_components(gone)


def is_there(kind: int, object_id: UUID) -> bool:
    """Whether what shall be put into a solution exists; of other kinds than these nothing is known."""
    if kind == ROLE:
        return bool(metadata.table("role").model.objects.filter(pk=object_id).exists())
    tables = metadata.tables()
    if kind == ENTITY:
        return any(metadata_id("entity", table.logical_name) == object_id for table in tables)
    return kind == ATTRIBUTE and any(
        metadata_id("attribute", table.logical_name, column) == object_id
        for table in tables
        for column in table.columns
    )
