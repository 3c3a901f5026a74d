"""Basic authentication of the web services: a user name and the user's web service access key."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache

from odata.errors import error_body

View = Callable[..., HttpResponseBase]
CHALLENGE = 'Basic realm="Web services", charset="UTF-8"'


def web_service(permission: str) -> Callable[[View], View]:
    """Lets in who proves by key to be an active user with the permission; others get 401 or 403, and 429 for
    a while after too many wrong keys.
    """

    def guard(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = _user(request)
            if getattr(request, "axes_locked_out", False):
                request.axes_locked_out = False  # type: ignore[attr-defined]
                return _refusal(429, "TooManyRequests", "Too many wrong keys. Try again in 15 minutes.")
            if user is None:
                refusal = _refusal(401, "Unauthorized", "User name and access key are not accepted.")
                refusal["WWW-Authenticate"] = CHALLENGE
                return refusal
            if not user.has_perm(permission):
                return _refusal(403, "Forbidden", "The user has no role that opens this web service.")
            request.user = user
            return view(request, *args, **kwargs)

        return guarded

    return guard


def _user(request: HttpRequest) -> Any:
    """Too many wrong keys from one address lock the name out there for a while, as at the sign-in page."""
    user_name, key = _credentials(request.headers.get("Authorization", ""))
    if not user_name or not key:
        return None
    return authenticate(request, username=user_name, web_service_key=key)


def _credentials(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user_name, _, key = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return ("", "") if "\0" in user_name + key else (user_name, key)


def _refusal(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse(error_body(code=code, message=message), status=status)
