"""What ``make run`` does once: demo companies, a connection, people, a first full synchronization."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from crm_integration.environment import env
from crm_integration.full_synch import start
from crm_integration.management.command import DatabaseCommand
from crm_integration.management.commands.create_demo_users import DEMO_USERS
from crm_integration.management.connect_if_needed import (
    deploy_if_needed,
    integrate_orders_if_needed,
    publish_if_needed,
)
from crm_integration.models import ConnectionSetup


class Command(DatabaseCommand):
    help = (
        "Called by serve --demo: loads the demo companies where nothing is connected and nobody can sign in "
        "yet, creates people to sign in as, and starts a full synchronization. What is there stays as it is."
    )

    def handle(self, **options: Any) -> None:
        is_connected = bool(ConnectionSetup.get().environment_url)
        has_people = User.objects.filter(username__in=DEMO_USERS).exists()
        if not is_connected and not has_people:
            # People come after the data, so an interrupted loader is repeated; what it did stays done.
            self._load()
        elif not has_people:
            call_command("create_demo_users", stdout=self.stdout)
        else:
            self.stdout.write(f"Users: {', '.join(DEMO_USERS)}")
        deploy_if_needed(self.stdout)
        publish_if_needed(self.stdout)
        integrate_orders_if_needed(self.stdout)

    def _load(self) -> None:
        password = env("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        call_command("load_demo_data", stdout=self.stdout)
        if settings.SERVE != "erp":
            # Known already: this lets the CRM's salespeople sign in.
            call_command("crm_load_demo", password=password, stdout=self.stdout)
        call_command("create_demo_users", password=password, stdout=self.stdout)
        if ConnectionSetup.get().is_enabled:
            start(now=timezone.now())
            self.stdout.write("The first full synchronization goes on in the background.")
