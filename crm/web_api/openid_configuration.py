"""Where one signs in, and the keys to check tokens with, for clients that ask first."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from crm.business_rules.sign_in.directory import known_tenant
from crm.business_rules.sign_in.refusal import SignInRefused
from crm.business_rules.sign_in.signing import public_keys
from crm.web_api.token_endpoint import refused

_CLAIMS: Final = (
    "sub",
    "iss",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "name",
    "preferred_username",
    "oid",
    "tid",
    "email",
)


@require_GET
def openid_configuration(request: HttpRequest, tenant: str) -> HttpResponse:
    """OpenID Connect Discovery 1.0, as Microsoft's directory fills it."""
    try:
        directory = known_tenant(tenant)
    except SignInRefused:
        return refused(SignInRefused("invalid_tenant", 90002, f"Tenant '{tenant[:60]}' not found."))
    base = request.build_absolute_uri(f"/{directory}")
    return JsonResponse(
        {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "grant_types_supported": ["client_credentials", "authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "fragment", "form_post"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "claims_supported": [*_CLAIMS],
            "request_uri_parameter_supported": False,
            "tenant_region_scope": None,
            "cloud_instance_name": request.get_host(),
        }
    )


@require_GET
def keys(request: HttpRequest, tenant: str) -> HttpResponse:
    """The public keys of the id tokens (RFC 7517)."""
    try:
        known_tenant(tenant)
    except SignInRefused as refusal:
        return refused(refusal)
    return JsonResponse({"keys": public_keys()})
