"""Gives out and reads the bearer tokens of applications: signed, short-lived, void after a new secret."""

from typing import Any, Final
from uuid import UUID

from django.core import signing

from crm.business_rules.caller import Caller, caller_for
from crm.business_rules.errors import CrmFault
from crm.models import Application, Organization, SystemUser

LIFETIME_SECONDS: Final = 3_599
_SALT: Final = "crm.web_api.access_tokens"


class TokenRefused(Exception):
    """The bearer token does not open this CRM; the message says why."""


def issue_token(*, application: Application, tenant: UUID) -> str:
    claims = {"app": str(application.pk), "number": application.secret_number, "tenant": str(tenant)}
    return signing.dumps(claims, salt=_SALT, compress=True)


def caller_of(token: str) -> Caller:
    """Who a token stands for. Raises TokenRefused."""
    claims = _claims(token)
    application = Application.objects.filter(pk=claims["app"], secret_number=claims["number"]).first()
    if application is None or claims["tenant"] != str(tenant_id()):
        raise TokenRefused("The access token is no longer valid.")
    user = SystemUser.objects.filter(applicationid=application.pk).first()
    if user is None:
        raise TokenRefused("The application has no user in this organization.")
    try:
        return caller_for(user)
    except CrmFault as fault:
        raise TokenRefused(fault.message) from fault


def _claims(token: str) -> dict[str, Any]:
    try:
        claims = signing.loads(token, salt=_SALT, max_age=LIFETIME_SECONDS)
    except signing.SignatureExpired as error:
        raise TokenRefused("The access token has expired.") from error
    except (signing.BadSignature, ValueError) as error:
        raise TokenRefused("The access token is not valid.") from error
    return claims


def tenant_id() -> UUID | None:
    return Organization.objects.values_list("tenant_id", flat=True).first()


def application_user_id(application: Application) -> UUID | None:
    users = SystemUser.objects.filter(applicationid=application.pk)
    return users.values_list("pk", flat=True).first()
