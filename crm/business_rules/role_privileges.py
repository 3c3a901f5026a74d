"""What a security role permits: read, added to, replaced and taken away."""

from collections.abc import Mapping
from uuid import UUID

from django.db import router, transaction

from crm import metadata
from crm.business_rules.caller import ADMINISTRATOR_TEMPLATE, Caller
from crm.business_rules.errors import DOES_NOT_EXIST, FIXED_RECORD, PRIVILEGE_DENIED, CrmFault
from crm.business_rules.privilege_ids import Right, all_privileges, privilege_id
from crm.business_rules.privileges import READ, WRITE, check_record
from crm.models import Depth, Role, RolePrivilege


def privileges_of(role_id: UUID, *, caller: Caller) -> dict[UUID, int]:
    """The depth of each privilege by its id. Raises CrmFault."""
    role = _role(role_id, caller, READ)
    known = all_privileges()
    if role.roletemplateid == ADMINISTRATOR_TEMPLATE:
        return dict.fromkeys(known, int(Depth.ORGANIZATION))
    rows = RolePrivilege.objects.filter(role=role).order_by("table", "verb")
    held = {privilege_id(row.table, row.verb): row.depth for row in rows}
    return {identifier: depth for identifier, depth in held.items() if identifier in known}


def add_privileges(role_id: UUID, given: Mapping[UUID, int], *, caller: Caller) -> None:
    """Adds the privileges, or changes how far they reach. Raises CrmFault."""
    with transaction.atomic(using=router.db_for_write(RolePrivilege)):
        _put(_changeable(role_id, caller), _named(given), caller)


def replace_privileges(role_id: UUID, given: Mapping[UUID, int], *, caller: Caller) -> None:
    """The role permits these alone. Raises CrmFault."""
    with transaction.atomic(using=router.db_for_write(RolePrivilege)):
        role, rights = _changeable(role_id, caller), _named(given)
        RolePrivilege.objects.filter(role=role).delete()
        _put(role, rights, caller)


def remove_privilege(role_id: UUID, identifier: UUID, *, caller: Caller) -> None:
    """Takes one privilege away. Raises CrmFault if there is none of that id."""
    role = _changeable(role_id, caller)
    ((table, verb),) = _named({identifier: 0})
    RolePrivilege.objects.filter(role=role, table=table, verb=verb).delete()


def _role(role_id: UUID, caller: Caller, verb: str) -> Role:
    role = Role.objects.filter(pk=role_id).first()
    if role is None:
        raise CrmFault(DOES_NOT_EXIST, table="role", id=role_id)
    check_record(caller=caller, table=metadata.table("role"), verb=verb, record=role)
    return role


def _changeable(role_id: UUID, caller: Caller) -> Role:
    role = _role(role_id, caller, WRITE)
    if role.roletemplateid == ADMINISTRATOR_TEMPLATE:
        raise CrmFault(FIXED_RECORD, table="role", name=role.name, reason="it permits everything.")
    return role


def _named(given: Mapping[UUID, int]) -> dict[Right, int]:
    known = all_privileges()
    for identifier in given:
        if identifier not in known:
            raise CrmFault(DOES_NOT_EXIST, table="privilege", id=identifier)
    return {known[identifier]: depth for identifier, depth in given.items()}


def _put(role: Role, rights: Mapping[Right, int], caller: Caller) -> None:
    """Nobody gives a role more than is theirs."""
    for (table, verb), depth in rights.items():
        if not caller.is_administrator and caller.privileges.get((table, verb), 0) < depth:
            raise CrmFault(PRIVILEGE_DENIED, user=caller.full_name, verb=verb, table=table)
    RolePrivilege.objects.bulk_create(
        [
            RolePrivilege(role=role, table=table, verb=verb, depth=depth)
            for (table, verb), depth in rights.items()
        ],
        update_conflicts=True,
        unique_fields=["role", "table", "verb"],
        update_fields=["depth"],
    )
