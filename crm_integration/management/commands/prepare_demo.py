"""What ``make run`` does once: demo companies, a connection, a first full synchronization, people."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from crm_integration.full_synch import start
from crm_integration.management.commands.create_demo_users import DEMO_USERS
from crm_integration.models import ConnectionSetup


class Command(BaseCommand):
    help = (
        "Loads the demo companies where nothing is connected yet, starts their full synchronization, "
        "and creates people to sign in as. What is there stays as it is."
    )

    def handle(self, **options: Any) -> None:
        if settings.SERVE == "crm":
            self._load_crm_alone()
        elif not ConnectionSetup.get().environment_url:
            # The loader connects as its last step, so an interrupted one is repeated.
            call_command("load_demo_data", stdout=self.stdout)
            self._synchronize()
        if User.objects.filter(username__in=DEMO_USERS).exists():
            self.stdout.write(f"Users: {', '.join(DEMO_USERS)}")
        else:
            call_command("create_demo_users", stdout=self.stdout)

    def _load_crm_alone(self) -> None:
        """People are the last step, so an interrupted loader is repeated."""
        if not User.objects.filter(username__in=DEMO_USERS).exists():
            call_command("load_demo_data", stdout=self.stdout)

    def _synchronize(self) -> None:
        """The worker does the work. A CRM that is served elsewhere is connected by hand first."""
        if ConnectionSetup.get().is_enabled:
            start(now=timezone.now())
            self.stdout.write("The first full synchronization goes on in the background.")
