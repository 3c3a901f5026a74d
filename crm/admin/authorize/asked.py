"""What an application asks for when it sends somebody to sign in (RFC 6749, RFC 7636, OpenID Connect)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crm.business_rules.sign_in.directory import known_application
from crm.business_rules.sign_in.grants import Asked
from crm.business_rules.sign_in.redirect_uris import is_allowed
from crm.business_rules.sign_in.refusal import SignInRefused
from crm.business_rules.sign_in.scopes import personal_scope
from crm.models import Application

RESPONSE_MODES: Final = ("query", "fragment", "form_post")
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_LONGEST: Final = 4_000


@dataclass(frozen=True)
class ReplyAddress:
    """Where the answer goes and how; ``state`` goes back as it came."""

    application: Application
    redirect_uri: str
    response_mode: str
    state: str | None


def reply_address(given: Mapping[str, str]) -> ReplyAddress:
    """Raises SignInRefused, which only the person at the browser may be told: nobody else is known yet."""
    application = known_application(given.get("client_id", ""))
    redirect_uri = given.get("redirect_uri", "")
    if not is_allowed(redirect_uri, application.redirect_uris):
        raise SignInRefused(
            "invalid_request",
            50011,
            f"The redirect URI '{redirect_uri[:200]}' is not registered for {application.name}.",
        )
    mode = given.get("response_mode", "query")
    return ReplyAddress(
        application, redirect_uri, mode if mode in RESPONSE_MODES else "query", given.get("state")
    )


def what_is_asked(given: Mapping[str, str], address: ReplyAddress, *, host: str) -> Asked:
    """Raises SignInRefused, which the application is told."""
    if given.get("response_type") != "code":
        raise SignInRefused("unsupported_response_type", 70007, "The response_type must be code.")
    if "request" in given or "request_uri" in given:
        raise SignInRefused("request_not_supported", 90009, "Request objects are not supported.")
    if given.get("response_mode", "query") not in RESPONSE_MODES:
        raise _invalid(70007, f"The response_mode must be one of {', '.join(RESPONSE_MODES)}.")
    if any(len(value) > _LONGEST for value in given.values()):
        raise _invalid(90015, "A parameter of the request is too long.")
    _check_challenge(given)
    if "none" in given.get("prompt", "").split():
        raise SignInRefused("interaction_required", 50058, "Nobody signs in here without being asked.")
    return Asked(
        application=address.application,
        scope=str(personal_scope(given.get("scope", ""), host=host)),
        redirect_uri=address.redirect_uri,
        code_challenge=given["code_challenge"],
        nonce=given.get("nonce", ""),
    )


def _check_challenge(given: Mapping[str, str]) -> None:
    if given.get("code_challenge_method") != "S256":
        raise _invalid(
            501491, "The request needs a code_challenge with the code_challenge_method S256 (PKCE)."
        )
    if not _CHALLENGE.fullmatch(given.get("code_challenge", "")):
        raise _invalid(501491, "The code_challenge is no SHA-256 hash in base64url.")


def _invalid(number: int, description: str) -> SignInRefused:
    return SignInRefused("invalid_request", number, description)
