"""Who acts: a user with what the roles of the user and of the user's teams permit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db.models import Q

from crm.business_rules.errors import DOES_NOT_EXIST, USER_DISABLED, CrmFault
from crm.models import Organization, Role, RolePrivilege, SystemUser, TeamMembership
from crm.models.fields import fold

ADMINISTRATOR_TEMPLATE: Final = UUID("627090ff-40a3-4053-8790-584edc5be201")


@dataclass(frozen=True)
class Caller:
    """``privileges`` maps (table, verb) on the depth to which it reaches.

    ``on_behalf_by`` is the user who really called, where that is another.
    """

    user_id: UUID
    full_name: str
    business_unit_id: UUID | None
    organization_id: UUID | None
    team_ids: frozenset[UUID] = frozenset()
    is_administrator: bool = False
    privileges: Mapping[tuple[str, str], int] = field(default_factory=dict)
    on_behalf_by: UUID | None = None


def crm_user_named(user_name: str) -> SystemUser | None:
    """The enabled user of that user name, by which somebody who signed in is known."""
    return SystemUser.objects.filter(domainname_folded=fold(user_name), isdisabled=False).first()


def load_caller(*, user_id: UUID) -> Caller:
    """The user as caller. Raises CrmFault if there is no such user, or the user is disabled."""
    user = SystemUser.objects.filter(pk=user_id).first()
    if user is None:
        raise CrmFault(DOES_NOT_EXIST, table="systemuser", id=user_id)
    return caller_for(user)


def caller_for(user: SystemUser) -> Caller:
    """The user as caller. Raises CrmFault if the user is disabled."""
    if user.isdisabled:
        raise CrmFault(USER_DISABLED, user=user.fullname)
    teams = frozenset(TeamMembership.objects.filter(systemuser=user).values_list("team_id", flat=True))
    held = Q(user_links__systemuser=user) | Q(team_links__team__in=teams)
    roles = dict(Role.objects.filter(held).values_list("roleid", "roletemplateid"))
    is_administrator = ADMINISTRATOR_TEMPLATE in roles.values()
    return Caller(
        user_id=user.pk,
        full_name=user.fullname or "",
        business_unit_id=user.businessunitid_id,
        organization_id=_organization_id(),
        team_ids=teams,
        is_administrator=is_administrator,
        privileges={} if is_administrator else _privileges(roles),
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


def _privileges(roles: Iterable[UUID]) -> dict[tuple[str, str], int]:
    """The deepest of what the roles give."""
    rows = RolePrivilege.objects.filter(role__in=list(roles)).values_list("table", "verb", "depth")
    deepest: dict[tuple[str, str], int] = {}
    for table, verb, depth in rows:
        deepest[table, verb] = max(depth, deepest.get((table, verb), 0))
    return deepest
