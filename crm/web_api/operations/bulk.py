"""CreateMultiple, UpdateMultiple, UpsertMultiple: many records of one table, all of them or none.

DeleteMultiple is for elastic tables, of which there are none here.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from crm.business_rules.create_related import NewTree, create_trees
from crm.business_rules.errors import DUPLICATE_ID, NOT_SUPPORTED, CrmFault
from crm.business_rules.uniqueness import find_by_keys
from crm.business_rules.update import Change, update_records
from crm.metadata import Table
from crm.web_api.errors import bad_payload
from crm.web_api.messages import ApiResponse, empty_response
from crm.web_api.operations.operation import Binding, Call, Operation, Parameter
from crm.web_api.operations.typed_values import EntityValue
from crm.web_api.write import with_key

_TARGETS: Final = (Parameter("Targets", "Collection(mscrm.crmbaseentity)"),)


def create_multiple(call: Call) -> ApiResponse:
    table, targets = _targets(call)
    if any(target.key is not None for target in targets):
        raise bad_payload("A record to create is not named by an alternate key.")
    created = create_trees(table, [target.tree for target in targets], caller=call.request.caller)
    return call.answer({"Ids": [str(record.pk) for record in created]})


def update_multiple(call: Call) -> ApiResponse:
    table, targets = _targets(call)
    known = _located(table, targets)
    missing = next((target for target, found in zip(targets, known, strict=True) if found is None), None)
    if missing is not None:
        raise missing.unknown()
    _update(call, table, targets, known)
    return empty_response()


def upsert_multiple(call: Call) -> ApiResponse:
    """Those with an id or key that is not there yet are created with it, the others updated."""
    table, targets = _targets(call)
    known = _existing(table, _located(table, targets))
    new = [_named(target) for target, found in zip(targets, known, strict=True) if found is None]
    old = [target for target, found in zip(targets, known, strict=True) if found is not None]
    if new:
        create_trees(table, new, caller=call.request.caller)
    if old:
        _update(call, table, old, [found for found in known if found is not None])
    return empty_response()


def delete_multiple(call: Call) -> ApiResponse:
    assert call.resource is not None  # noqa: S101 it is bound to a collection
    raise CrmFault(NOT_SUPPORTED, table=call.resource.table.logical_name, message="DeleteMultiple")


def _targets(call: Call) -> tuple[Table, Sequence[EntityValue]]:
    """The table, and the records of it that were given."""
    assert call.resource is not None  # noqa: S101 it is bound to a collection
    table = call.resource.table
    targets: Sequence[EntityValue] = call.arguments["Targets"]
    if not targets:
        raise bad_payload("'Targets' must hold at least one record.")
    for target in targets:
        if target.table.logical_name != table.logical_name:
            raise bad_payload(f"'Targets' must all be of the table '{table.logical_name}'.")
    return table, targets


def _located(table: Table, targets: Sequence[EntityValue]) -> list[UUID | None]:
    """The ids: as they were given, or those of the records that have the given keys."""
    by_key = [target for target in targets if target.key is not None]
    found = iter(find_by_keys(table, [target.key for target in by_key if target.key is not None]))
    located = [next(found) if target.key is not None else target.id for target in targets]
    known = [identifier for identifier in located if identifier is not None]
    if len(set(known)) < len(known):
        raise CrmFault(DUPLICATE_ID)
    return located


def _existing(table: Table, identifiers: Sequence[UUID | None]) -> list[UUID | None]:
    found = set(
        table.model.objects.filter(pk__in=[id_ for id_ in identifiers if id_]).values_list("pk", flat=True)
    )
    return [identifier if identifier in found else None for identifier in identifiers]


def _named(target: EntityValue) -> NewTree:
    """The record to create, with the values of the key by which it was named."""
    if target.key is None:
        return target.tree
    return replace(target.tree, values=with_key(target.tree.values, target.key))


def _update(call: Call, table: Table, targets: Sequence[EntityValue], ids: Sequence[UUID | None]) -> None:
    changes = [
        Change(id=identifier, values=target.values)
        for target, identifier in zip(targets, ids, strict=True)
        if identifier is not None
    ]
    update_records(table=table, changes=changes, caller=call.request.caller)


OPERATIONS: Final = (
    Operation(
        "CreateMultiple",
        create_multiple,
        parameters=_TARGETS,
        binding=Binding.COLLECTION,
        response={"Ids": "Collection(Edm.Guid)"},
    ),
    Operation("UpdateMultiple", update_multiple, parameters=_TARGETS, binding=Binding.COLLECTION),
    Operation("UpsertMultiple", upsert_multiple, parameters=_TARGETS, binding=Binding.COLLECTION),
    Operation("DeleteMultiple", delete_multiple, parameters=_TARGETS, binding=Binding.COLLECTION),
)
