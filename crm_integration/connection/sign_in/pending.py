"""A sign-in that was begun, and whether what the browser brings back is the answer to it."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from crm_integration.dataverse.errors import Cure, DataverseError

LIFETIME: Final = timedelta(minutes=10)
_TEXTS: Final = (
    "purpose",
    "state",
    "verifier",
    "redirect_uri",
    "environment_url",
    "tenant",
    "client_id",
    "sign_in_authority",
    "about",
)
# What the authority says when it sends somebody back without a code (RFC 6749, 4.1.2.1; OpenID Connect).
_REFUSALS: Final = {
    "access_denied": "sign_in_denied",
    "consent_required": "sign_in_needs_consent",
    "interaction_required": "sign_in_needs_consent",
    "temporarily_unavailable": "sign_in_authority_away",
    "server_error": "sign_in_authority_away",
}


@dataclass(frozen=True, kw_only=True)
class PendingSignIn:
    """``state`` and ``verifier`` are random and good for one answer, by the session that they were made for.

    ``purpose`` is what follows, ``about`` what was chosen for it before; address, tenant and application are
    those that the sign-in was begun with.
    """

    purpose: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str
    environment_url: str
    tenant: str
    client_id: str
    expires_at: datetime
    sign_in_authority: str = ""
    about: str = ""

    def as_data(self) -> dict[str, str]:
        """Plain values, for a session."""
        return {**asdict(self), "expires_at": self.expires_at.isoformat()}


def pending_of(data: Any) -> PendingSignIn | None:
    """Reads what ``as_data`` made; None for anything else."""
    if not isinstance(data, Mapping):
        return None
    try:
        return PendingSignIn(
            **{name: str(data[name]) for name in _TEXTS},
            expires_at=datetime.fromisoformat(data["expires_at"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def challenge_of(verifier: str) -> str:
    """The S256 code challenge (RFC 7636, 4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def accepted_code(
    pending: PendingSignIn | None, answer: Mapping[str, str], *, connection: Mapping[str, str], now: datetime
) -> str:
    """Returns the code in the answer; raises DataverseError as ``accept``."""
    accept(pending, answer, connection=connection, now=now)
    if not answer.get("code"):
        raise _refused("sign_in_refused", "The answer holds no code.")
    return answer["code"]


def accept(
    pending: PendingSignIn | None, answer: Mapping[str, str], *, connection: Mapping[str, str], now: datetime
) -> None:
    """Raises DataverseError for what is no answer to the sign-in that was begun.

    ``connection`` names address, tenant and application of the connection as it is now.
    """
    if pending is None or not _is_same(answer.get("state", ""), pending.state):
        raise _refused("sign_in_unknown", "No sign-in with this state was begun.")
    if now >= pending.expires_at:
        raise _refused("sign_in_expired", "The sign-in took too long.")
    if any(getattr(pending, name) != value for name, value in connection.items()):
        raise _refused("sign_in_for_other_environment", "The connection was changed meanwhile.")
    if answer.get("error"):
        description = answer.get("error_description") or answer["error"]
        raise _refused(_REFUSALS.get(answer["error"], "sign_in_refused"), description[:500])


def _is_same(given: str, expected: str) -> bool:
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def _refused(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.AUTHENTICATION, code=code, message=message)
