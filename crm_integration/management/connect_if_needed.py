"""What the loaders do when nothing is connected yet."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import OutputWrapper

from crm_integration.models import ConnectionSetup


def connect_if_needed(stdout: OutputWrapper) -> None:
    """Connects to the embedded CRM, unless a connection was set up or the CRM is served elsewhere."""
    if settings.SERVE == "all" and not ConnectionSetup.get().environment_url:
        call_command("connect", stdout=stdout)
