"""How many requests one user, or one address that is not signed in, may send in a window of time.

Counted in the cache: processes that share none (no Redis) count each for itself.
"""

import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle


class RequestLimit(BaseThrottle):  # type: ignore[misc]
    """Windows stand side by side: whoever is refused waits for the next. A limit of 0 is no limit."""

    def allow_request(self, request: Request, view: object) -> bool:
        limit, window = settings.API_LIMIT_REQUESTS, settings.API_LIMIT_WINDOW_SECONDS
        if not limit:
            return True
        number, self._into = divmod(time.time(), window)
        key = f"api-requests:{_who(request)}:{number:.0f}"
        cache.add(key, 0, timeout=window)
        try:
            return cache.incr(key) <= limit
        except ValueError:  # the window ended between the two
            return True

    def wait(self) -> float:
        """The seconds until the next window."""
        return settings.API_LIMIT_WINDOW_SECONDS - self._into  # type: ignore[no-any-return]


def _who(request: Request) -> str:
    user = getattr(request._request, "user", None)
    if user is not None and user.is_authenticated:
        return f"user-{user.pk}"
    return f"address-{request.META.get('REMOTE_ADDR', '')}"
