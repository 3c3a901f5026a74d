"""Grants of people to applications: made with a code, which becomes tokens, which are renewed.

A code and a refresh token are good for once. Whoever shows one a second time ends the grant with all its
tokens, since one of the two who have it should not (RFC 6749, 4.1.2; RFC 9700, 4.14.2).
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.crypto import constant_time_compare

from crm.business_rules.sign_in.refusal import SignInRefused
from crm.models import Application, GrantSecret, SignInGrant, SystemUser

CODE_LIFETIME: Final = timedelta(minutes=5)
ACCESS_LIFETIME: Final = timedelta(hours=1)
REFRESH_LIFETIME: Final = timedelta(days=14)


@dataclass(frozen=True)
class Asked:
    """What the application asked for when it sent the person here."""

    application: Application
    scope: str
    redirect_uri: str
    code_challenge: str
    nonce: str = ""


def grant_code(asked: Asked, *, user: SystemUser, now: datetime) -> str:
    """The person agreed: returns the code for the application."""
    SignInGrant.objects.filter(expires_at__lt=now).delete()
    grant = SignInGrant.objects.create(
        application=asked.application,
        user=user,
        scope=asked.scope,
        redirect_uri=asked.redirect_uri,
        code_challenge=asked.code_challenge,
        nonce=asked.nonce,
        signed_in_at=now,
        expires_at=now + CODE_LIFETIME,
    )
    return _new_secret(grant, GrantSecret.Kind.CODE, now + CODE_LIFETIME)


def redeem_code(
    code: str, *, application: Application, redirect_uri: str, verifier: str, now: datetime
) -> SignInGrant:
    """The grant behind the code, for the application that asked and still knows what it asked with."""
    grant = _redeem(code, GrantSecret.Kind.CODE, application=application, now=now)
    if grant.redirect_uri != redirect_uri:
        raise _invalid(500112, "The redirect_uri is not the one that the code was asked for with.")
    if not constant_time_compare(challenge_of(verifier), grant.code_challenge):
        raise _invalid(501481, "The code_verifier does not match the code_challenge of the request.")
    return _prolonged(grant, now + ACCESS_LIFETIME)


def redeem_refresh_token(token: str, *, application: Application, now: datetime) -> SignInGrant:
    """The grant behind the refresh token."""
    grant = _redeem(token, GrantSecret.Kind.REFRESH_TOKEN, application=application, now=now)
    return _prolonged(grant, now + ACCESS_LIFETIME)


def new_refresh_token(grant: SignInGrant, *, now: datetime) -> str:
    _prolonged(grant, now + REFRESH_LIFETIME)
    return _new_secret(grant, GrantSecret.Kind.REFRESH_TOKEN, now + REFRESH_LIFETIME)


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a code verifier (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode("utf-8", "surrogatepass")).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def _redeem(secret: str, kind: str, *, application: Application, now: datetime) -> SignInGrant:
    known = GrantSecret.objects.filter(pk=_digest(secret), kind=kind, grant__application=application)
    found = known.select_related("grant__user").first()
    if found is None:
        raise _invalid(70000, f"The {kind} is not valid, or was given to another application.")
    if not known.filter(is_used=False).update(is_used=True):
        found.grant.delete()
        raise _invalid(54005, f"The {kind} was already used. What it led to has ended; sign in again.")
    if found.expires_at <= now:
        raise _invalid(70008, f"The {kind} has expired.")
    return found.grant


def _prolonged(grant: SignInGrant, until: datetime) -> SignInGrant:
    if grant.expires_at < until:
        grant.expires_at = until
        grant.save(update_fields=["expires_at"])
    return grant


def _new_secret(grant: SignInGrant, kind: str, until: datetime) -> str:
    secret = secrets.token_urlsafe(48)
    GrantSecret.objects.create(digest=_digest(secret), grant=grant, kind=kind, expires_at=until)
    return secret


def _digest(secret: str) -> str:
    """The secret is long and random, so that a plain digest protects it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _invalid(number: int, description: str) -> SignInRefused:
    return SignInRefused("invalid_grant", number, description)
