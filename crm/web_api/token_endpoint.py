"""Gives tokens to applications: ``/{tenant}/oauth2/v2.0/token``."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, unquote_plus
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from crm.business_rules.application_secrets import is_secret_of
from crm.business_rules.sign_in.directory import application_user_id, known_application, known_tenant
from crm.business_rules.sign_in.grants import new_refresh_token, redeem_code, redeem_refresh_token
from crm.business_rules.sign_in.identity import client_info, id_token
from crm.business_rules.sign_in.refusal import SignInRefused
from crm.business_rules.sign_in.scopes import Scope, application_scope, personal_scope
from crm.models import Application, SignInGrant
from crm.web_api.access_tokens import LIFETIME_SECONDS, issue_personal_token, issue_token
from crm.web_api.faults import with_faults

FAILURE_LIMIT: Final = 10
FAILURE_PERIOD_SECONDS: Final = 300


@dataclass(frozen=True)
class _Asked:
    """``form`` is what was posted, with the credentials of a Basic header."""

    form: Mapping[str, str]
    host: str
    base: str
    tenant: UUID
    now: datetime

    def get(self, name: str) -> str:
        return self.form.get(name, "")


@csrf_exempt
@never_cache
@with_faults
@require_POST
def token(request: HttpRequest, tenant: str) -> HttpResponse:
    """Who guesses is slowed down; what is right works at any time."""
    form = {**request.POST.dict(), **_basic_credentials(request)}
    client = quote(str(form.get("client_id", ""))[:64], safe="")
    failures = f"crm-sign-in-{request.META.get('REMOTE_ADDR')}-{client[:150]}"
    try:
        answer = _answer(request, form, tenant)
    except SignInRefused as refusal:
        return refused(refusal if _count(failures) <= FAILURE_LIMIT else _too_many())
    cache.delete(failures)
    return JsonResponse(answer)


def _answer(request: HttpRequest, form: Mapping[str, str], tenant: str) -> dict[str, Any]:
    directory = known_tenant(tenant)
    base = request.build_absolute_uri(f"/{directory}")
    asked = _Asked(form, request.get_host(), base, directory, timezone.now())
    grant = _GRANTS.get(asked.get("grant_type"))
    if grant is None:
        known = ", ".join(_GRANTS)
        raise SignInRefused("unsupported_grant_type", 70003, f"The grant type must be one of {known}.")
    return {
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
        "ext_expires_in": LIFETIME_SECONDS,
        **grant(asked),
    }


def _basic_credentials(request: HttpRequest) -> dict[str, str]:
    """Client id and secret as a Basic header carries them (RFC 6749, 2.3.1); nothing if there is none."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client_id, _, secret = b64decode(encoded).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": unquote_plus(client_id), "client_secret": unquote_plus(secret)}


def _by_secret(asked: _Asked) -> dict[str, Any]:
    """The application in its own name."""
    application_scope(_requested_scope(asked), host=asked.host)
    application = known_application(asked.get("client_id"))
    _check_secret(asked, application)
    if application_user_id(application) is None:
        raise SignInRefused(
            "unauthorized_client", 700016, "The application has no user in this organization."
        )
    return {"access_token": issue_token(application=application, tenant=asked.tenant)}


def _by_code(asked: _Asked) -> dict[str, Any]:
    """The application in the name of the person who has just signed in."""
    application = _personal_application(asked)
    grant = redeem_code(
        asked.get("code"),
        application=application,
        redirect_uri=asked.get("redirect_uri"),
        verifier=asked.get("code_verifier"),
        now=asked.now,
    )
    return _personal_tokens(asked, grant)


def _by_refresh_token(asked: _Asked) -> dict[str, Any]:
    """The same, later."""
    application = _personal_application(asked)
    grant = redeem_refresh_token(asked.get("refresh_token"), application=application, now=asked.now)
    return _personal_tokens(asked, grant)


_GRANTS: Final[Mapping[str, Callable[[_Asked], dict[str, Any]]]] = {
    "client_credentials": _by_secret,
    "authorization_code": _by_code,
    "refresh_token": _by_refresh_token,
}


def _requested_scope(asked: _Asked) -> str:
    """Version 1 of the endpoint calls it the resource."""
    resource = asked.get("resource")
    return asked.get("scope") or (f"{resource}/.default" if resource else "")


def _personal_application(asked: _Asked) -> Application:
    """A program on somebody's own machine can keep no secret; one that sends it must know it."""
    application = known_application(asked.get("client_id"))
    if asked.get("client_secret"):
        _check_secret(asked, application)
    if requested := _requested_scope(asked):
        personal_scope(requested, host=asked.host)
    return application


def _check_secret(asked: _Asked, application: Application) -> None:
    if not is_secret_of(asked.get("client_secret"), application):
        raise SignInRefused("invalid_client", 7000215, "Invalid client secret provided.", status=401)


def _personal_tokens(asked: _Asked, grant: SignInGrant) -> dict[str, Any]:
    scope = Scope(tuple(grant.scope.split()))
    if grant.user.isdisabled:
        raise SignInRefused("invalid_grant", 50057, "The user account is disabled.")
    answer = {"scope": str(scope), "access_token": issue_personal_token(grant=grant, tenant=asked.tenant)}
    if scope.asks_who:
        issuer = f"{asked.base}/v2.0"
        answer["id_token"] = id_token(grant, issuer=issuer, tenant=asked.tenant, now=asked.now)
    if scope.asks_to_stay:
        answer["refresh_token"] = new_refresh_token(grant, now=asked.now)
    if asked.get("client_info") == "1":
        answer["client_info"] = client_info(grant.user, tenant=asked.tenant)
    return answer


def _count(failures: str) -> int:
    """Counts one more failure, also of several at the same moment, and returns how many there were."""
    cache.add(failures, 0, FAILURE_PERIOD_SECONDS)
    try:
        return cache.incr(failures)
    except ValueError:  # the period ended, or a sign-in succeeded, between the two
        return 1


def _too_many() -> SignInRefused:
    return SignInRefused("temporarily_unavailable", 50196, "Too many failed attempts.", status=429)


def refused(refusal: SignInRefused) -> HttpResponse:
    """The refusal in OAuth's words."""
    response = JsonResponse(
        {
            "error": refusal.error,
            "error_description": refusal.description,
            "error_codes": [refusal.number],
        },
        status=refusal.status,
    )
    if refusal.status == 429:
        response.headers["Retry-After"] = str(FAILURE_PERIOD_SECONDS)
    return response
