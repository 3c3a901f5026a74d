"""Takes one of a user's tokens for the REST API away."""

from django.contrib.auth.models import User

from erp.models import ApiToken


def revoke_api_token(*, user: User, token_id: int) -> bool:
    """Returns whether the user had it."""
    return bool(ApiToken.objects.filter(user=user, id=token_id).delete()[0])
