"""Who signs in to the REST API: whoever has a token of an active user that is not over."""

from datetime import datetime

from erp.models import ApiToken
from erp.queries.web_service_sign_in import digest_of


def find_api_token(*, token: str, now: datetime) -> ApiToken | None:
    """Returns the token with its user, None for one that is unknown, over or of somebody who left."""
    found = ApiToken.objects.select_related("user").filter(digest=digest_of(token)).first()
    if found is None or not found.user.is_active:
        return None
    if found.expires_on is not None and found.expires_on < now.date():
        return None
    return found
