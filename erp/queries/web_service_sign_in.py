"""Who signs in to a web service: a user name and the user's access key."""

import hashlib
import hmac
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from erp.models import WebServiceAccessKey


def digest_of(key: str) -> str:
    """The key is long and random, so that a plain digest protects it."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


class WebServiceKeyBackend(BaseBackend):
    """Signs in by key alone; a password opens no web service and a key no page."""

    def authenticate(
        self,
        request: HttpRequest | None,
        *,
        username: str = "",
        web_service_key: str | None = None,
        **_others: Any,
    ) -> User | None:
        """Returns the active user whose key this is and has not expired."""
        if not username or not web_service_key:
            return None
        found = WebServiceAccessKey.objects.select_related("user").filter(user__username=username).first()
        is_known = found is not None and hmac.compare_digest(found.digest, digest_of(web_service_key))
        if found is None or not is_known or not found.user.is_active:
            return None
        if found.expires_on is not None and found.expires_on < timezone.now().date():
            return None
        return found.user

    def get_user(self, user_id: int) -> User | None:
        """Nobody is remembered: every request brings its key."""
        return None
