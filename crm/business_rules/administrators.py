"""Who administers the CRM, and who does first."""

from typing import Final

from django.db.models import Q

from crm.business_rules.caller import ADMINISTRATOR_TEMPLATE
from crm.business_rules.registration import grant_role, register_user
from crm.business_rules.standard_roles import SYSTEM_ADMINISTRATOR, SYSTEM_CUSTOMIZER
from crm.models import Role, SystemUser
from crm.models.version import in_turn

# Who brings a solution into the CRM needs both.
ROLES: Final = (SYSTEM_ADMINISTRATOR, SYSTEM_CUSTOMIZER)


def has_administrator() -> bool:
    """Whether a person who can sign in is a System Administrator; applications do not count."""
    administrators = Role.objects.filter(roletemplateid=ADMINISTRATOR_TEMPLATE).values("pk")
    people = SystemUser.objects.filter(isdisabled=False, domainname__isnull=False)
    holds = Q(role_links__role__in=administrators) | Q(memberships__team__role_links__role__in=administrators)
    return people.filter(holds).exists()


def appoint_first_administrator(*, user_name: str, first_name: str, last_name: str) -> bool:
    """Makes a person the administrator of a CRM that has none. Returns whether it had none.

    Of several people who come at once the first is appointed.
    """
    with in_turn():
        if has_administrator():
            return False
        user = register_user(
            user_name=user_name, first_name=first_name, last_name=last_name, role=SYSTEM_ADMINISTRATOR
        )
        for role in ROLES:
            grant_role(user_id=user.pk, role=role)
    return True
