"""What an application is told about the person who signed in (OpenID Connect; the claims are Microsoft's)."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from crm.business_rules.sign_in.grants import ACCESS_LIFETIME
from crm.business_rules.sign_in.signing import encoded, signed
from crm.models import SignInGrant, SystemUser


def id_token(grant: SignInGrant, *, issuer: str, tenant: UUID, now: datetime) -> str:
    """Signed: who signed in to whom, and what the application asked to have repeated."""
    user, client = grant.user, str(grant.application_id)
    claims: dict[str, Any] = {
        "ver": "2.0",
        "iss": issuer,
        "aud": client,
        "tid": str(tenant),
        "sub": hashlib.sha256(f"{client}/{user.pk}".encode()).hexdigest()[:43],
        "oid": str(object_id(user)),
        "name": user.fullname,
        "preferred_username": user.domainname,
        "iat": int(now.timestamp()),
        "nbf": int(now.timestamp()),
        "exp": int((now + ACCESS_LIFETIME).timestamp()),
        "auth_time": int(grant.signed_in_at.timestamp()),
    }
    if grant.nonce:
        claims["nonce"] = grant.nonce
    if "email" in grant.scope.split() and user.internalemailaddress:
        claims["email"] = user.internalemailaddress
    return signed(claims)


def client_info(user: SystemUser, *, tenant: UUID) -> str:
    """By which MSAL knows an account again."""
    return encoded({"uid": str(object_id(user)), "utid": str(tenant)})


def object_id(user: SystemUser) -> UUID:
    """The directory's id of the person, which an organization without a directory lacks."""
    return getattr(user, "azureactivedirectoryobjectid", None) or user.pk
