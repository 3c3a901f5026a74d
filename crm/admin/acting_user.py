"""Who works on the salespeople's pages: the CRM user whose user name is the name of the sign-in."""

from django.http import HttpRequest

from crm.business_rules.caller import Caller, caller_for, crm_user_named
from crm.business_rules.errors import CrmFault


def acting_caller(request: HttpRequest) -> Caller | None:
    """The signed-in person as caller; None for somebody who is no CRM user. Looked up once for a request."""
    if not hasattr(request, "crm_caller"):
        request.crm_caller = _caller(request)  # type: ignore[attr-defined]
    return request.crm_caller  # type: ignore[attr-defined, no-any-return]


def _caller(request: HttpRequest) -> Caller | None:
    if not request.user.is_active:
        return None
    user = crm_user_named(request.user.get_username())
    try:
        return caller_for(user) if user else None
    except CrmFault:
        return None  # disabled between the two look-ups


def has_right(request: HttpRequest, table: str, verb: str) -> bool:
    caller = acting_caller(request)
    return caller is not None and (caller.is_administrator or (table, verb) in caller.privileges)
