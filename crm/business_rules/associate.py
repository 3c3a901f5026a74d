"""Ties two records together and apart: by the lookup of one of them, or by a many-to-many relationship."""

from uuid import UUID

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.errors import DOES_NOT_EXIST, CrmFault
from crm.business_rules.privileges import WRITE, check_record
from crm.business_rules.update import Change, update_records
from crm.metadata import Collection, EntityReference
from crm.metadata.pointing import links_of
from crm.metadata.stored_values import stored_value
from crm.models.version import in_turn


def associate(collection: Collection, near: UUID, far: UUID, *, caller: Caller) -> None:
    """Puts the record ``far`` into a collection of the record ``near``. Raises CrmFault."""
    if collection.link:
        _change_link(collection, near, far, caller, tie=True)
    else:
        _point(collection, far, EntityReference(collection.table, near), caller)


def disassociate(collection: Collection, near: UUID, far: UUID, *, caller: Caller) -> None:
    """Takes the record ``far`` out of a collection of the record ``near``. Raises CrmFault."""
    if collection.link:
        _change_link(collection, near, far, caller, tie=False)
        return
    table = metadata.table(collection.target)
    with in_turn():
        record = table.model.objects.filter(pk=far).first()
        tied = EntityReference(collection.table, near)
        if record is None or stored_value(record, table.columns[collection.lookup]) != tied:
            raise CrmFault(DOES_NOT_EXIST, table=collection.target, id=far)
        _point(collection, far, None, caller)


def _point(collection: Collection, far: UUID, target: EntityReference | None, caller: Caller) -> None:
    change = Change(id=far, values={collection.lookup: target})
    update_records(table=metadata.table(collection.target), changes=[change], caller=caller)


def _change_link(collection: Collection, near: UUID, far: UUID, caller: Caller, *, tie: bool) -> None:
    links = links_of(collection)
    with in_turn():
        for name, identifier in ((collection.table, near), (collection.target, far)):
            _check_end(name, identifier, caller)
        ends = {f"{collection.near}_id": near, f"{collection.far}_id": far}
        if tie:
            new = {"relationship": collection.relationship} if collection.relationship else {}
            links.get_or_create(**ends, defaults=new)
        elif not links.filter(**ends).delete()[0]:
            raise CrmFault(DOES_NOT_EXIST, table=collection.link.lower(), id=far)


def _check_end(name: str, identifier: UUID, caller: Caller) -> None:
    """The record exists and the caller may write it, so that nobody hands out more than is theirs."""
    table = metadata.table(name)
    record = table.model.objects.filter(pk=identifier).first()
    if record is None:
        raise CrmFault(DOES_NOT_EXIST, table=name, id=identifier)
    check_record(caller=caller, table=table, verb=WRITE, record=record)
