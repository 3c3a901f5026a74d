"""Gives a user a further token for the REST API."""

import secrets
from datetime import date, datetime
from typing import Final

from django.contrib.auth.models import User

from erp.models import ApiToken
from erp.queries.web_service_sign_in import digest_of

BYTES: Final = 32
# Those who search texts for secrets that leaked find it by its beginning.
PREFIX: Final = "erp_"


def create_api_token(*, user: User, name: str, now: datetime, expires_on: date | None = None) -> str:
    """Returns the token, which nothing can tell again. It is good through ``expires_on`` (UTC), or ever."""
    token = PREFIX + secrets.token_urlsafe(BYTES)
    ApiToken.objects.create(user=user, name=name, digest=digest_of(token), made_at=now, expires_on=expires_on)
    return token
