"""Sign-in by ``Authorization: Bearer <token>``."""

from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from erp.models import ApiToken
from erp.operations.note_api_token_use import note_api_token_use
from erp.queries.api_token_sign_in import find_api_token


class TokenAuthentication(BaseAuthentication):  # type: ignore[misc]
    """Whoever brings a token is known by it alone, whatever cookies come along."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        now = timezone.now()
        found = find_api_token(token=token.strip(), now=now)
        if found is None:
            raise AuthenticationFailed("The token is unknown, revoked or expired.")
        note_api_token_use(token=found, now=now)
        return found.user, found

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'
