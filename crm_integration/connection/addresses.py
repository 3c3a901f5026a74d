"""Where the CRM and its people find us."""

from django.conf import settings

from crm_integration.models import ConnectionSetup

NOTIFICATION_PATH = "/api/dynamics/v1.0/notifications"


def web_client_url(setup: ConnectionSetup) -> str:
    """Returns our own address without a slash at its end; the default is this machine."""
    return (setup.web_client_url or f"http://localhost:{settings.PORT}").rstrip("/")


def notification_url(setup: ConnectionSetup) -> str:
    """Returns where the CRM tells us of changes."""
    return web_client_url(setup) + NOTIFICATION_PATH
