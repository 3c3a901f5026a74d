"""Whether a caller may do what it asks: by the verb on the table, and by how far that right reaches."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from crm.business_rules.caller import Caller
from crm.business_rules.errors import ACCESS_DENIED, PRIVILEGE_DENIED, CrmFault
from crm.metadata import Table
from crm.models import Depth

CREATE, READ, WRITE, DELETE = "Create", "Read", "Write", "Delete"
APPEND, APPEND_TO, ASSIGN = "Append", "AppendTo", "Assign"
VERBS = (CREATE, READ, WRITE, DELETE, APPEND, APPEND_TO, ASSIGN)


def depth(*, caller: Caller, table: Table, verb: str) -> int:
    """How far the right reaches. Raises CrmFault if the caller does not have it at all."""
    if caller.is_administrator:
        return Depth.ORGANIZATION
    reach = caller.privileges.get((table.logical_name, verb), 0)
    if not reach:
        raise CrmFault(PRIVILEGE_DENIED, user=caller.full_name, verb=verb, table=table.schema_name)
    return reach


def check_general(*, caller: Caller, name: str) -> None:
    """Raises CrmFault unless the caller has the privilege of that name, which is one of no table."""
    if not caller.is_administrator and ("", name) not in caller.privileges:
        raise CrmFault(PRIVILEGE_DENIED, user=caller.full_name, verb=name, table="")


def readable(*, caller: Caller, table: Table) -> Q:
    """The records of the table that the caller may read. Raises CrmFault if there can be none."""
    reach = depth(caller=caller, table=table, verb=READ)
    if reach >= Depth.ORGANIZATION or not table.is_owned:
        return Q()
    own = Q(ownerid__in=[caller.user_id, *caller.team_ids])
    if reach >= Depth.BUSINESS_UNIT:
        return own | Q(owningbusinessunit=caller.business_unit_id)
    return own


def check_record(*, caller: Caller, table: Table, verb: str, record: Any) -> None:
    """Raises CrmFault unless the caller may do this with this record."""
    reach = depth(caller=caller, table=table, verb=verb)
    if reach >= Depth.ORGANIZATION or not table.is_owned:
        return
    if not _reaches(caller, reach, record.ownerid, record.owningbusinessunit_id):
        raise CrmFault(
            ACCESS_DENIED, user=caller.full_name, verb=verb, table=table.logical_name, id=record.pk
        )


def _reaches(caller: Caller, reach: int, owner: UUID, business_unit: UUID | None) -> bool:
    if owner == caller.user_id or owner in caller.team_ids:
        return True
    return reach >= Depth.BUSINESS_UNIT and business_unit == caller.business_unit_id
