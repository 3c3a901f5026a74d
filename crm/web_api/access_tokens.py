"""Gives out and reads bearer tokens: signed, short-lived, void after a new secret of their application.

A token stands for the application's own user, or for the person who signed in to the application.
"""

from typing import Any, Final
from uuid import UUID

from django.core import signing

from crm.business_rules.caller import Caller, caller_for
from crm.business_rules.errors import CrmFault
from crm.business_rules.sign_in.directory import tenant_id
from crm.models import Application, SignInGrant, SystemUser

LIFETIME_SECONDS: Final = 3_599
_SALT: Final = "crm.web_api.access_tokens"


class TokenRefused(Exception):
    """The bearer token does not open this CRM; the message says why."""


def issue_token(*, application: Application, tenant: UUID) -> str:
    return _signed(application, tenant)


def issue_personal_token(*, grant: SignInGrant, tenant: UUID) -> str:
    return _signed(grant.application, tenant, grant=str(grant.pk))


def _signed(application: Application, tenant: UUID, **more: str) -> str:
    claims = {"app": str(application.pk), "number": application.secret_number, "tenant": str(tenant), **more}
    return signing.dumps(claims, salt=_SALT, compress=True)


def caller_of(token: str) -> Caller:
    """Who a token stands for. Raises TokenRefused."""
    claims = _claims(token)
    application = Application.objects.filter(pk=claims["app"], secret_number=claims["number"]).first()
    if application is None or claims["tenant"] != str(tenant_id()):
        raise TokenRefused("The access token is no longer valid.")
    user = _person(claims["grant"]) if "grant" in claims else _application_user(application)
    try:
        return caller_for(user)
    except CrmFault as fault:
        raise TokenRefused(fault.message) from fault


def _application_user(application: Application) -> SystemUser:
    user = SystemUser.objects.filter(applicationid=application.pk).first()
    if user is None:
        raise TokenRefused("The application has no user in this organization.")
    return user


def _person(grant_id: str) -> SystemUser:
    grant = SignInGrant.objects.filter(pk=grant_id).select_related("user").first()
    if grant is None:
        raise TokenRefused("The sign-in that the access token comes from has ended.")
    return grant.user


def _claims(token: str) -> dict[str, Any]:
    try:
        claims = signing.loads(token, salt=_SALT, max_age=LIFETIME_SECONDS)
    except signing.SignatureExpired as error:
        raise TokenRefused("The access token has expired.") from error
    except (signing.BadSignature, ValueError) as error:
        raise TokenRefused("The access token is not valid.") from error
    return claims
