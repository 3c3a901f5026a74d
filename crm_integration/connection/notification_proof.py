"""How a notification proves that the CRM sent it.

It carries the secret of the registration in a header. The embedded CRM signs its notifications, too: then the
signature must be there, be right and not be older than five minutes. Microsoft's environments do not sign.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from xml.sax.saxutils import quoteattr

KEY = "X-Notification-Key"
SIGNATURE = "X-Webhook-Signature"
TIMESTAMP = "X-Webhook-Timestamp"
FRESH_SECONDS = 300
MOMENT = re.compile(r"[0-9]{1,12}")


def authentication_value(secret: str) -> str:
    """Returns the headers that the CRM shall send, in the form in which they are registered."""
    return f"<settings><setting name={quoteattr(KEY)} value={quoteattr(secret)} /></settings>"


def is_authentic(
    *, secret: str, headers: Mapping[str, str], body: bytes, now: datetime, must_be_signed: bool
) -> bool:
    """Whether a notification comes from where we registered; nothing does without a registration.

    A signature that is there must be right even where none is needed.
    """
    key = headers.get(KEY, "")
    if not secret or not hmac.compare_digest(secret.encode(), key.encode()):
        return False
    signature = headers.get(SIGNATURE)
    if signature is None:
        return not must_be_signed
    return _is_signed(secret, signature, headers.get(TIMESTAMP, ""), body, now)


def _is_signed(secret: str, signature: str, timestamp: str, body: bytes, now: datetime) -> bool:
    if not MOMENT.fullmatch(timestamp) or abs(now.timestamp() - int(timestamp)) > FRESH_SECONDS:
        return False
    signed = f"{timestamp}.".encode() + body
    digest = hmac.new(authentication_value(secret).encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"sha256={digest}".encode(), signature.encode())
