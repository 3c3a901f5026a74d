"""Gives a user a new key for the web services; the former one is good no more."""

import secrets
from datetime import date, datetime
from typing import Final

from django.contrib.auth.models import User

from erp.models import WebServiceAccessKey
from erp.queries.web_service_sign_in import digest_of

BYTES: Final = 32


def change_web_service_key(*, user: User, now: datetime, expires_on: date | None = None) -> str:
    """Returns the key, which nothing can tell again. It is good through ``expires_on`` (UTC), or for ever."""
    key = secrets.token_urlsafe(BYTES)
    WebServiceAccessKey.objects.update_or_create(
        user=user, defaults={"digest": digest_of(key), "made_at": now, "expires_on": expires_on}
    )
    return key
