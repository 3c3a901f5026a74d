"""Takes a user's key for the web services away."""

from django.contrib.auth.models import User

from erp.models import WebServiceAccessKey


def revoke_web_service_key(*, user: User) -> bool:
    """Returns whether there was one."""
    return bool(WebServiceAccessKey.objects.filter(user=user).delete()[0])
