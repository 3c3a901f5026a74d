"""Deletes records, and does to those that point to them what each lookup declares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import router, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm import metadata
from crm.business_rules.announcements import DELETE as DELETED
from crm.business_rules.announcements import announce_records
from crm.business_rules.caller import ADMINISTRATOR_TEMPLATE, Caller
from crm.business_rules.errors import ASSOCIATED, DEFAULT_TEAM, FIXED_RECORD, NOT_SUPPORTED, CrmFault
from crm.business_rules.privileges import DELETE, check_record, depth
from crm.business_rules.update import ANY_VERSION, Change, check_version, existing, locked, update_records
from crm.metadata import Column, Table
from crm.models import CrmRecord, DeletedRecord
from crm.models.fields import CascadeDelete
from crm.models.version import take_turn, take_versions
from odata.etag import Preconditions

# Users, business units and the organization are disabled, not deleted.
_NEVER_DELETED = ("organization", "systemuser", "businessunit")


@dataclass(frozen=True)
class _Pointing:
    """The records of one table that point by one column to what is deleted."""

    table: Table
    column: Column
    rows: QuerySet[CrmRecord]


def delete_record(
    *, table: Table, record_id: UUID, caller: Caller, preconditions: Preconditions = ANY_VERSION
) -> None:
    """Deletes one record under conditions on its version. Raises CrmFault."""
    depth(caller=caller, table=table, verb=DELETE)
    with transaction.atomic(using=router.db_for_write(table.model)):
        take_turn()
        record = existing(locked(table, [record_id]), table, record_id)
        check_version(record, preconditions)
        check_record(caller=caller, table=table, verb=DELETE, record=record)
        _check_deletable(table, record)
        _delete(table, [record_id], caller)


def _check_deletable(table: Table, record: CrmRecord) -> None:
    if table.logical_name in _NEVER_DELETED:
        raise CrmFault(NOT_SUPPORTED, table=table.logical_name, message="Delete")
    if table.logical_name == "team" and record.column_value("isdefault"):
        raise CrmFault(DEFAULT_TEAM)
    if table.logical_name == "role" and record.column_value("roletemplateid") == ADMINISTRATOR_TEMPLATE:
        raise CrmFault(FIXED_RECORD, table="role", name=str(record), reason=_("it cannot be deleted."))


def _delete(table: Table, identifiers: Sequence[UUID], caller: Caller) -> None:
    for pointing in _pointing(table, identifiers):
        _let_go(pointing, caller)
    deleted_on = timezone.now()
    DeletedRecord.objects.bulk_create(
        DeletedRecord(
            table=table.logical_name, record_id=identifier, versionnumber=version, deletedon=deleted_on
        )
        for identifier, version in zip(identifiers, take_versions(len(identifiers)), strict=True)
    )
    table.model.objects.filter(pk__in=identifiers).delete()
    announce_records(DELETED, table.logical_name, identifiers, caller.user_id)


def _pointing(target: Table, identifiers: Sequence[UUID]) -> Iterator[_Pointing]:
    """Restricting lookups first, so that nothing is undone for a deletion that is refused."""
    found = [
        _Pointing(table, column, table.model.objects.filter(_points_to(column, target, identifiers)))
        for table in metadata.tables()
        for column in table.columns.values()
        if target.logical_name in column.targets and not (column.in_extra and column.read_only)
    ]
    order = (CascadeDelete.RESTRICT, CascadeDelete.CASCADE, CascadeDelete.REMOVE_LINK)
    return (item for kind in order for item in found if _cascade(item.column) == kind)


def _cascade(column: Column) -> CascadeDelete:
    """An owner cannot be deleted from under a record."""
    return CascadeDelete.RESTRICT if column.type == "Owner" else column.cascade


def _points_to(column: Column, target: Table, identifiers: Sequence[UUID]) -> Q:
    if column.in_extra:
        texts = [str(identifier) for identifier in identifiers]
        if column.is_polymorphic:
            texts = [f"{target.logical_name}:{text}" for text in texts]
        return Q((f"extra__{column.logical_name}__in", texts))
    condition = Q((f"{column.attname}__in", list(identifiers)))
    return condition & Q((column.type_attname, target.logical_name)) if column.type_attname else condition


def _let_go(pointing: _Pointing, caller: Caller) -> None:
    identifiers = list(pointing.rows.values_list("pk", flat=True))
    if not identifiers:
        return
    name = pointing.column.logical_name
    if _cascade(pointing.column) == CascadeDelete.RESTRICT:
        target = next(iter(pointing.column.targets))
        raise CrmFault(ASSOCIATED, table=target, by=f"{pointing.table.logical_name}.{name}")
    if _cascade(pointing.column) == CascadeDelete.CASCADE:
        _delete(pointing.table, identifiers, caller)
        return
    changes = [Change(id=identifier, values={name: None}) for identifier in identifiers]
    update_records(table=pointing.table, changes=changes, caller=_on_behalf(caller), trusted=True)


def _on_behalf(caller: Caller) -> Caller:
    """What follows from a deletion needs no right of its own, but counts as done by who deleted."""
    return Caller(
        user_id=caller.user_id,
        full_name=caller.full_name,
        business_unit_id=caller.business_unit_id,
        organization_id=caller.organization_id,
        team_ids=caller.team_ids,
        is_administrator=True,
    )
