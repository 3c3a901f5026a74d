"""Rules of service endpoints: where a webhook may lead, and how it proves where it comes from."""

import ipaddress
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from crm.business_rules.errors import REQUIRED, CrmFault, Fault
from crm.models.serviceendpoint import HTTP_HEADER, HTTP_QUERY_STRING

TARGET_REFUSED = Fault(
    "0x80050202",
    400,
    _("The URL of a webhook must begin with https://, or with http:// and lead to this machine."),
)
SETTINGS_REFUSED = Fault(
    "0x80050203",
    400,
    _('The authentication value must look like <settings><setting name="…" value="…" /></settings>.'),
)
# urlsplit() takes [::1] for the host of [::1].example.com.
_BRACKETED: Final = re.compile(r"\[[^\]]*\](:\d*)?")
_FORBIDDEN_HEADERS: Final = frozenset(
    {"host", "content-length", "content-type", "transfer-encoding", "connection"}
)


def check_endpoint(*, url: str | None, authtype: int | None, authvalue: str | None) -> None:
    """Raises CrmFault for an endpoint that must not be sent to, or that could not know who sends."""
    if not authvalue:
        raise CrmFault(REQUIRED, table="serviceendpoint", column="authvalue")
    check_target(url or "")
    if authtype in (HTTP_HEADER, HTTP_QUERY_STRING):
        settings_of(authvalue)


def check_target(url: str) -> None:
    """Raises CrmFault unless it is an address over https, or over http on this machine."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise CrmFault(TARGET_REFUSED) from error
    if "[" in parts.netloc and not _BRACKETED.fullmatch(parts.netloc):
        raise CrmFault(TARGET_REFUSED)
    if not host or parts.username is not None or not url.isascii() or any(c.isspace() for c in url):
        raise CrmFault(TARGET_REFUSED)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise CrmFault(TARGET_REFUSED)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def settings_of(authvalue: str) -> Mapping[str, str]:
    """The headers or query parameters of an authentication value. Raises CrmFault."""
    if "<!" in authvalue:  # no document type, hence no entities that grow
        raise CrmFault(SETTINGS_REFUSED)
    try:
        root = ElementTree.fromstring(authvalue)  # noqa: S314 has no document type, see above
    except ElementTree.ParseError as error:
        raise CrmFault(SETTINGS_REFUSED) from error
    found = {item.get("name", ""): item.get("value", "") for item in root.iter("setting")}
    if root.tag != "settings" or not found or not all(_is_safe(name, value) for name, value in found.items()):
        raise CrmFault(SETTINGS_REFUSED)
    return found


def _is_safe(name: str, value: str) -> bool:
    is_token = bool(name) and name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return is_token and name.lower() not in _FORBIDDEN_HEADERS and value.isascii() and value.isprintable()
