"""Acting for another user: what is done counts as that user's, and only what both may do is permitted."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crm import metadata
from crm.business_rules.caller import Caller, caller_for
from crm.business_rules.errors import NOT_A_MEMBER, CrmFault
from crm.business_rules.general_privileges import ACT_ON_BEHALF
from crm.business_rules.privileges import check_general
from crm.business_rules.uniqueness import key_condition
from crm.models import SystemUser


def impersonated(caller: Caller, identity: Mapping[str, Any]) -> Caller:
    """The user with these values (``systemuserid`` or ``azureactivedirectoryobjectid``), on whose behalf
    the caller acts. Raises CrmFault if the caller may not act for others, or there is no such user.
    """
    check_general(caller=caller, name=ACT_ON_BEHALF)
    user = SystemUser.objects.filter(key_condition(metadata.table("systemuser"), identity)).first()
    if user is None:
        raise CrmFault(NOT_A_MEMBER, user=next(iter(identity.values())))
    if user.pk == caller.user_id:
        return caller
    return _limited(caller_for(user), caller)


def _limited(user: Caller, real: Caller) -> Caller:
    if real.is_administrator:
        return replace(user, on_behalf_by=real.user_id)
    common = {
        right: min(depth, user.privileges.get(right, 0)) if not user.is_administrator else depth
        for right, depth in real.privileges.items()
    }
    return replace(user, on_behalf_by=real.user_id, is_administrator=False, privileges=common)
