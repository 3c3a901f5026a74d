"""Deletes records, and does to those that point to them what each lookup declares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm import metadata
from crm.business_rules.announcements import DELETE as DELETED
from crm.business_rules.announcements import announce_records
from crm.business_rules.caller import ADMINISTRATOR_TEMPLATE, Caller
from crm.business_rules.consequences import follow_deletion
from crm.business_rules.derivations.deletions import check_deletion
from crm.business_rules.draft import WriteContext
from crm.business_rules.errors import ASSOCIATED, DEFAULT_TEAM, FIXED_RECORD, NOT_SUPPORTED, CrmFault
from crm.business_rules.privileges import DELETE, check_record, depth
from crm.business_rules.standard_solutions import STANDARD_RECORDS
from crm.business_rules.update import ANY_VERSION, Change, check_version, existing, locked, update_records
from crm.metadata import Column, Table
from crm.metadata.pointing import points_to
from crm.models import CrmRecord, DeletedRecord
from crm.models.fields import CascadeDelete
from crm.models.version import in_turn, take_versions
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
    with in_turn():
        record = existing(locked(table, [record_id]), table, record_id)
        check_version(record, preconditions)
        check_record(caller=caller, table=table, verb=DELETE, record=record)
        _check_deletable(table, record)
        check_deletion(table, record, WriteContext(caller))
        _delete(table, [record_id], caller)
        follow_deletion(table, [record], WriteContext(caller))


def _check_deletable(table: Table, record: CrmRecord) -> None:
    if table.logical_name in _NEVER_DELETED:
        raise CrmFault(NOT_SUPPORTED, table=table.logical_name, message="Delete")
    if table.logical_name == "team" and record.column_value("isdefault"):
        raise CrmFault(DEFAULT_TEAM)
    is_role_of_all = record.column_value("roletemplateid") == ADMINISTRATOR_TEMPLATE
    if (table.logical_name == "role" and is_role_of_all) or record.pk in STANDARD_RECORDS:
        name = table.logical_name
        raise CrmFault(FIXED_RECORD, table=name, name=str(record), reason=_("it cannot be deleted."))


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
        _Pointing(table, column, _rows(table, column, target, identifiers))
        for table in metadata.tables()
        for column in table.columns.values()
        if target.logical_name in column.targets and not (column.in_extra and column.read_only)
    ]
    order = (CascadeDelete.RESTRICT, CascadeDelete.CASCADE, CascadeDelete.REMOVE_LINK)
    return (item for kind in order for item in found if _cascade(item.column) == kind)


def _rows(table: Table, column: Column, target: Table, identifiers: Sequence[UUID]) -> QuerySet[CrmRecord]:
    """Those that are deleted at the same time do not count."""
    rows: QuerySet[CrmRecord] = table.model.objects.filter(
        points_to(column, target.logical_name, identifiers)
    )
    return rows.exclude(pk__in=identifiers) if table is target else rows


def _cascade(column: Column) -> CascadeDelete:
    """An owner cannot be deleted from under a record."""
    return CascadeDelete.RESTRICT if column.type == "Owner" else column.cascade


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
    return replace(caller, is_administrator=True)
