"""Gives out and reads bearer tokens: signed, short-lived, void after a new secret of their application.

A token stands for the application's own user, or for the person who signed in to the application.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core import signing
from django.db import connections, router

from crm.business_rules.caller import Caller, caller_for
from crm.business_rules.errors import CrmFault
from crm.business_rules.sign_in.directory import tenant_id
from crm.models import Application, SignInGrant, SystemUser
from crm.models.fields import read_id

LIFETIME_SECONDS: Final = 3_599
_SALT: Final = "crm.web_api.access_tokens"

# Every request begins with one of these: who a token stands for, in which organization, and the metadata.
_APPLICATION: Final = """
    SELECT u.systemuserid, u.fullname, u.businessunitid, u.isintegrationuser, u.isdisabled,
        o.organizationid AS organization, o.tenant_id AS tenant, c.metadata_stamp AS stamp
    FROM crm_application a
    JOIN systemuser u ON u.applicationid = a.client_id
    CROSS JOIN organization o
    LEFT JOIN crm_versioncounter c ON c.id = 1
    WHERE a.client_id = %s AND a.secret_number = %s
    ORDER BY o.organizationid, u.systemuserid LIMIT 1
"""
_PERSON: Final = """
    SELECT u.systemuserid, u.fullname, u.businessunitid, u.isintegrationuser, u.isdisabled,
        o.organizationid AS organization, o.tenant_id AS tenant, c.metadata_stamp AS stamp
    FROM crm_application a
    JOIN crm_sign_in_grant g ON g.id = %s
    JOIN systemuser u ON u.systemuserid = g.user_id
    CROSS JOIN organization o
    LEFT JOIN crm_versioncounter c ON c.id = 1
    WHERE a.client_id = %s AND a.secret_number = %s
    ORDER BY o.organizationid LIMIT 1
"""


class TokenRefused(Exception):
    """The bearer token does not open this CRM; the message says why."""


@dataclass(frozen=True)
class Admitted:
    """Who asks, and the stamp of the metadata as it was when the request began."""

    caller: Caller
    metadata_stamp: UUID | None


def issue_token(*, application: Application, tenant: UUID) -> str:
    return _signed(application, tenant)


def issue_personal_token(*, grant: SignInGrant, tenant: UUID) -> str:
    return _signed(grant.application, tenant, grant=str(grant.pk))


def _signed(application: Application, tenant: UUID, **more: str) -> str:
    claims = {"app": str(application.pk), "number": application.secret_number, "tenant": str(tenant), **more}
    return signing.dumps(claims, salt=_SALT, compress=True)


def admit(token: str) -> Admitted:
    """Who a token stands for. Raises TokenRefused."""
    claims = _claims(token)
    user: Any = _user(claims)
    if user is None or claims["tenant"] != str(read_id(user.tenant)):
        raise TokenRefused(_reason(claims))
    try:
        caller = caller_for(user, organization_id=read_id(user.organization))
    except CrmFault as fault:
        raise TokenRefused(fault.message) from fault
    return Admitted(caller, read_id(user.stamp))


def _user(claims: Mapping[str, Any]) -> SystemUser | None:
    """The user, with ``organization``, ``tenant`` and ``stamp``; None if the token is good for nobody."""
    connection = connections[router.db_for_read(SystemUser)]
    statement, ids = (_PERSON, ["grant", "app"]) if "grant" in claims else (_APPLICATION, ["app"])
    keys = [Application._meta.pk.get_db_prep_value(claims[name], connection) for name in ids]
    return next(iter(SystemUser.objects.raw(statement, [*keys, claims["number"]])), None)


def _reason(claims: Mapping[str, Any]) -> str:
    known = Application.objects.filter(pk=claims["app"], secret_number=claims["number"]).exists()
    if not known or claims["tenant"] != str(tenant_id()):
        return "The access token is no longer valid."
    if "grant" in claims:
        return "The sign-in that the access token comes from has ended."
    return "The application has no user in this organization."


def _claims(token: str) -> dict[str, Any]:
    try:
        claims = signing.loads(token, salt=_SALT, max_age=LIFETIME_SECONDS)
    except signing.SignatureExpired as error:
        raise TokenRefused("The access token has expired.") from error
    except (signing.BadSignature, ValueError) as error:
        raise TokenRefused("The access token is not valid.") from error
    return claims
