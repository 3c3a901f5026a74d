"""Gives tokens to applications: ``/{tenant}/oauth2/v2.0/token`` and the configuration that leads there."""

from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from crm.business_rules.application_secrets import is_secret_of
from crm.models import Application
from crm.web_api.access_tokens import (
    LIFETIME_SECONDS,
    application_user_id,
    issue_token,
    tenant_id,
)
from crm.web_api.faults import with_faults

FAILURE_LIMIT: Final = 10
FAILURE_PERIOD_SECONDS: Final = 300


class SignInRefused(Exception):
    """No token is given; carries OAuth's error and the directory's code for it."""

    def __init__(self, error: str, number: int, description: str, *, status: int = 400) -> None:
        super().__init__(description)
        self.error, self.number, self.status = error, number, status


@csrf_exempt
@never_cache
@with_faults
@require_POST
def token(request: HttpRequest, tenant: str) -> HttpResponse:
    """The client credentials grant. Who guesses is slowed down; the right secret works at any time."""
    client = quote(request.POST.get("client_id", "")[:64])
    failures = f"crm-sign-in-{request.META.get('REMOTE_ADDR')}-{client[:150]}"
    try:
        application, directory = _application(request, tenant)
    except SignInRefused as refusal:
        return _refused(refusal if _count(failures) <= FAILURE_LIMIT else _too_many())
    cache.delete(failures)
    return JsonResponse(
        {
            "token_type": "Bearer",
            "expires_in": LIFETIME_SECONDS,
            "ext_expires_in": LIFETIME_SECONDS,
            "access_token": issue_token(application=application, tenant=directory),
        }
    )


def _count(failures: str) -> int:
    """Counts one more failure, also of several at the same moment, and returns how many there were."""
    cache.add(failures, 0, FAILURE_PERIOD_SECONDS)
    try:
        return cache.incr(failures)
    except ValueError:  # the period ended, or a sign-in succeeded, between the two
        return 1


def _too_many() -> SignInRefused:
    return SignInRefused("temporarily_unavailable", 50196, "Too many failed attempts.", status=429)


def _application(request: HttpRequest, tenant: str) -> tuple[Application, UUID]:
    directory = tenant_id()
    if directory is None or tenant.lower() != str(directory):
        raise SignInRefused("invalid_request", 90002, f"Tenant '{tenant[:60]}' not found.")
    if request.POST.get("grant_type") != "client_credentials":
        raise SignInRefused("unsupported_grant_type", 70003, "The grant type must be client_credentials.")
    _check_scope(request)
    application = _known(request.POST.get("client_id", ""))
    if not is_secret_of(request.POST.get("client_secret", ""), application):
        raise SignInRefused("invalid_client", 7000215, "Invalid client secret provided.", status=401)
    if application_user_id(application) is None:
        raise SignInRefused(
            "unauthorized_client", 700016, "The application has no user in this organization."
        )
    return application, directory


def _check_scope(request: HttpRequest) -> None:
    """The scope is the address of this CRM with ``/.default``."""
    scope = request.POST.get("scope", "")
    resource = scope.removesuffix("/.default")
    host = resource.partition("://")[2].rstrip("/")
    if resource == scope or host.lower() != request.get_host().lower():
        raise SignInRefused("invalid_scope", 70011, f"The scope '{scope[:200]}' is not valid.")


def _known(client_id: str) -> Application:
    try:
        application = Application.objects.filter(pk=UUID(client_id)).first()
    except ValueError:
        application = None
    if application is None:
        raise SignInRefused(
            "unauthorized_client", 700016, f"Application with identifier '{client_id[:60]}' was not found."
        )
    return application


def _refused(refusal: SignInRefused) -> HttpResponse:
    response = JsonResponse(
        {
            "error": refusal.error,
            "error_description": f"AADSTS{refusal.number}: {refusal}",
            "error_codes": [refusal.number],
        },
        status=refusal.status,
    )
    if refusal.status == 429:
        response.headers["Retry-After"] = str(FAILURE_PERIOD_SECONDS)
    return response


@require_GET
def openid_configuration(request: HttpRequest, tenant: str) -> HttpResponse:
    """Where the endpoints are, for clients that ask first."""
    directory = tenant_id()
    if directory is None or tenant.lower() != str(directory):
        return _refused(SignInRefused("invalid_tenant", 90002, f"Tenant '{tenant[:60]}' not found."))
    base = request.build_absolute_uri(f"/{directory}")
    return JsonResponse(
        {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "fragment", "form_post"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "tenant_region_scope": None,
            "cloud_instance_name": request.get_host(),
        }
    )
