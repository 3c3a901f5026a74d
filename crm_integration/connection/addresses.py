"""Where the CRM and its people find us."""

from django.conf import settings

from crm_integration.models import ConnectionSetup

NOTIFICATION_PATH = "/api/dynamics/v1.0/notifications"
SIGNED_IN_PATH = "/admin/connection-setup/signed-in/"
ITEM_AVAILABILITY_PATH = "/ODataV4/ProductItemAvailability"


def web_client_url(setup: ConnectionSetup) -> str:
    """Returns our own address without a slash at its end; the default is this machine."""
    return (setup.web_client_url or f"http://localhost:{settings.PORT}").rstrip("/")


def notification_url(setup: ConnectionSetup) -> str:
    """Returns where the CRM tells us of changes."""
    return web_client_url(setup) + NOTIFICATION_PATH


def signed_in_url(setup: ConnectionSetup) -> str:
    """Returns where the CRM sends an administrator back to who signed in there."""
    return web_client_url(setup) + SIGNED_IN_PATH


def item_availability_url(setup: ConnectionSetup) -> str:
    """Returns where the CRM asks for the stock of products; the default is our own address."""
    return setup.item_availability_url or own_item_availability_url(setup)


def own_item_availability_url(setup: ConnectionSetup) -> str:
    """Returns where the service is at our own address."""
    return web_client_url(setup) + ITEM_AVAILABILITY_PATH
