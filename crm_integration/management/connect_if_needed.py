"""What the loaders and the demo do when nothing is connected or deployed yet."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import OutputWrapper

from crm_integration.connection.administrator import needs_credentials
from crm_integration.models import ConnectionSetup


def connect_if_needed(stdout: OutputWrapper) -> None:
    """Connects to the embedded CRM, unless a connection was set up or the CRM is served elsewhere."""
    if settings.SERVE == "all" and not ConnectionSetup.get().environment_url:
        call_command("connect", stdout=stdout)


def deploy_if_needed(stdout: OutputWrapper) -> None:
    """Deploys the integration solution into the embedded CRM of a connection that never had it."""
    setup = ConnectionSetup.get()
    if setup.is_enabled and setup.solution_checked_at is None and not needs_credentials(setup):
        call_command("deploy_solution", stdout=stdout)
