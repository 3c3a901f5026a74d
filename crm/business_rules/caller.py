"""Who acts: a user with what the roles of the user and of the user's teams permit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import connections, router

from crm.business_rules.errors import DOES_NOT_EXIST, USER_DISABLED, CrmFault
from crm.models import Organization, RolePrivilege, SystemUser
from crm.models.fields import fold, read_id

ADMINISTRATOR_TEMPLATE: Final = UUID("627090ff-40a3-4053-8790-584edc5be201")

# Every request asks this: the teams of a user, the roles of these teams and the user's own.
_HELD: Final = """
    SELECT m.teamid, r.roleid, r.roletemplateid
    FROM teammembership m
    LEFT JOIN teamroles t ON t.teamid = m.teamid
    LEFT JOIN role r ON r.roleid = t.roleid
    WHERE m.systemuserid = %s
    UNION ALL
    SELECT NULL, r.roleid, r.roletemplateid
    FROM systemuserroles s
    JOIN role r ON r.roleid = s.roleid
    WHERE s.systemuserid = %s
"""


@dataclass(frozen=True)
class Caller:
    """``privileges`` maps (table, verb) on the depth to which it reaches.

    ``on_behalf_by`` is the user who really called, where that is another. What an ``is_integration_user``
    writes comes from the system that sales order processing is integrated with.
    """

    user_id: UUID
    full_name: str
    business_unit_id: UUID | None
    organization_id: UUID | None
    team_ids: frozenset[UUID] = frozenset()
    is_administrator: bool = False
    privileges: Mapping[tuple[str, str], int] = field(default_factory=dict)
    on_behalf_by: UUID | None = None
    is_integration_user: bool = False


def crm_user_named(user_name: str) -> SystemUser | None:
    """The enabled user of that user name, by which somebody who signed in is known."""
    return SystemUser.objects.filter(domainname_folded=fold(user_name), isdisabled=False).first()


def load_caller(*, user_id: UUID) -> Caller:
    """The user as caller. Raises CrmFault if there is no such user, or the user is disabled."""
    user = SystemUser.objects.filter(pk=user_id).first()
    if user is None:
        raise CrmFault(DOES_NOT_EXIST, table="systemuser", id=user_id)
    return caller_for(user)


def caller_for(user: SystemUser, *, organization_id: UUID | None = None) -> Caller:
    """The user as caller; the organization is looked up unless it is given.

    Raises CrmFault if the user is disabled.
    """
    if user.isdisabled:
        raise CrmFault(USER_DISABLED, user=user.fullname)
    teams, roles = _held(user.pk)
    is_administrator = ADMINISTRATOR_TEMPLATE in roles.values()
    return Caller(
        user_id=user.pk,
        full_name=user.fullname or "",
        business_unit_id=user.businessunitid_id,
        organization_id=organization_id or _organization_id(),
        team_ids=teams,
        is_administrator=is_administrator,
        privileges={} if is_administrator else _privileges(roles),
        is_integration_user=user.isintegrationuser,
    )


def system_caller() -> Caller:
    """The CRM itself, for its commands."""
    user = SystemUser.objects.order_by("createdon", "versionnumber").first()
    if user is None:
        raise CrmFault(DOES_NOT_EXIST, table="systemuser", id="SYSTEM")
    return Caller(
        user_id=user.pk,
        full_name=user.fullname or "",
        business_unit_id=user.businessunitid_id,
        organization_id=_organization_id(),
        is_administrator=True,
    )


def _organization_id() -> UUID | None:
    return Organization.objects.values_list("pk", flat=True).first()


def _held(user_id: UUID) -> tuple[frozenset[UUID], dict[UUID, UUID | None]]:
    """The teams of a user, and the templates of the roles that the user has, by role."""
    connection = connections[router.db_for_read(SystemUser)]
    key = SystemUser._meta.pk.get_db_prep_value(user_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [key, key])
        rows = [[read_id(value) for value in row] for row in cursor.fetchall()]
    teams = frozenset(team for team, _, _ in rows if team)
    return teams, {role: template for _, role, template in rows if role}


def _privileges(roles: Iterable[UUID]) -> dict[tuple[str, str], int]:
    """The deepest of what the roles give."""
    rows = RolePrivilege.objects.filter(role__in=list(roles)).values_list("table", "verb", "depth")
    deepest: dict[tuple[str, str], int] = {}
    for table, verb, depth in rows:
        deepest[table, verb] = max(depth, deepest.get((table, verb), 0))
    return deepest
