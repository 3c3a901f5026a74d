"""The address of an environment: which are accepted, where tokens come from, which links belong to it."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from crm_integration.dataverse.errors import Cure, DataverseError

# The versions of the Web API that are spoken; the first one is known to every CRM that knows any of them.
SDK_VERSIONS = ("9.0", "9.1", "9.2")
ORGANIZATION = re.compile(r"/[A-Za-z0-9_-]+")
# Hosts by their ending, with the sign-in authority of their cloud. Every other host signs in by itself.
AUTHORITIES = ((".dynamics.com", "https://login.microsoftonline.com"),)
TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}")


def _refusal(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.CONFIGURATION, code=code, message=message)


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text.strip())
        _ = parts.port
    except ValueError:
        raise _refusal("url_invalid", "The environment URL is not a valid URL.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise _refusal("url_invalid", "The environment URL is not a valid URL.")
    if any(character.isspace() or character == "\\" for character in parts.netloc):
        raise _refusal("url_invalid", "The environment URL is not a valid URL.")
    return parts


def origin(text: str) -> str:
    """Returns scheme, host and port of a URL in one spelling; raises DataverseError ``url_invalid``."""
    parts = _split(text)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    default_port = 443 if parts.scheme == "https" else 80
    port = "" if parts.port in (None, default_port) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def is_embedded(url: str) -> bool:
    """Whether the URL names the embedded CRM of this process."""
    return origin(url) == settings.EMBEDDED_CRM_URL


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_environment_url(text: str, *, on_premises: bool = False) -> str:
    """Returns the URL in one spelling; on premises the name of an organization may follow the host.

    Raises DataverseError (CONFIGURATION): ``url_missing``, ``url_invalid``, ``url_not_https``, or
    ``url_has_path`` when ``origin`` would be the URL to suggest.
    """
    if not text.strip():
        raise _refusal("url_missing", "The environment URL is missing.")
    parts = _split(text)
    if parts.scheme == "http" and not (_is_loopback(parts.hostname or "") or is_embedded(text)):
        raise _refusal("url_not_https", "The environment URL must begin with https://.")
    path = parts.path.rstrip("/")
    is_organization = on_premises and ORGANIZATION.fullmatch(path)
    if (path.strip("/") and not is_organization) or parts.query or parts.fragment:
        raise _refusal("url_has_path", f"The environment URL must end after the host: {origin(text)}")
    return origin(text) + (path if is_organization else "")


def api_root(environment_url: str, sdk_version: str) -> str:
    """Returns the address of an environment's Web API in a version, with a slash at its end."""
    return f"{environment_url}/api/data/v{sdk_version}/"


def authority_url(*, environment_url: str, tenant: str) -> str:
    """Returns below which address a directory signs in who uses an environment; raises ``tenant_invalid``."""
    if not TENANT.fullmatch(tenant):
        raise _refusal("tenant_invalid", "The tenant must be an ID or a domain name.")
    return f"{_authority(environment_url) or environment_url}/{tenant}/oauth2/v2.0"


def token_url(*, environment_url: str, tenant: str) -> str:
    """Returns where credentials and codes are exchanged for a token; raises ``tenant_invalid``."""
    return f"{authority_url(environment_url=environment_url, tenant=tenant)}/token"


def is_microsoft(environment_url: str) -> bool:
    """Whether the environment is in Microsoft's cloud; every other is an embedded CRM, here or elsewhere."""
    return _authority(environment_url) is not None


def _authority(environment_url: str) -> str | None:
    host = urlsplit(environment_url).hostname or ""
    return next((authority for ending, authority in AUTHORITIES if host.endswith(ending)), None)


def belongs_to(url: str, *, environment_url: str) -> bool:
    """Whether a link that the CRM handed out stays at the environment's own Web API."""
    try:
        is_below = urlsplit(url).path.startswith(f"{urlsplit(environment_url).path}/api/data/")
        return is_below and origin(url) == origin(environment_url)
    except DataverseError:
        return False
