"""What a token is asked for: this CRM, by its address, and what OpenID Connect adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crm.business_rules.sign_in.refusal import SignInRefused

_OPENID: Final = frozenset({"openid", "profile", "email", "offline_access"})
PERMISSIONS: Final = (".default", "user_impersonation")


@dataclass(frozen=True)
class Scope:
    """``names`` as they were asked for."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.names)

    @property
    def asks_who(self) -> bool:
        return "openid" in self.names

    @property
    def asks_to_stay(self) -> bool:
        return "offline_access" in self.names


def application_scope(text: str, *, host: str) -> Scope:
    """The scope of an application in its own name: the address of this CRM with ``/.default``."""
    if not _is_permission(text, host, PERMISSIONS[:1]):
        raise _invalid(text)
    return Scope((text,))


def personal_scope(text: str, *, host: str) -> Scope:
    """The scope of a sign-in: a permission of this CRM, and any of OpenID Connect's. Raises SignInRefused."""
    names = tuple(dict.fromkeys(text.split()))
    permissions = [name for name in names if name not in _OPENID]
    for name in permissions:
        if not _is_permission(name, host, PERMISSIONS):
            raise _invalid(name)
    if not permissions:
        raise SignInRefused(
            "invalid_scope", 70011, f"The scope names no permission of this CRM, such as //{host}/.default."
        )
    return Scope(names)


def _is_permission(name: str, host: str, permissions: Sequence[str]) -> bool:
    """``https://host/.default``; a second slash comes from resources that end with one."""
    resource, _, permission = name.rpartition("/")
    named = resource.partition("://")[2].rstrip("/")
    return permission in permissions and named.lower() == host.lower()


def _invalid(name: str) -> SignInRefused:
    return SignInRefused("invalid_scope", 70011, f"The scope '{name[:200]}' is not valid.")
