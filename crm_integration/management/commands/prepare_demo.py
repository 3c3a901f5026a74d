"""What ``make run`` does once: demo companies, people, a connection, a first full synchronization."""

import io
import os
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from crm_integration.environment import env
from crm_integration.full_synch import start
from crm_integration.management.commands.create_demo_users import DEMO_USERS
from crm_integration.models import ConnectionSetup, FullSynchReviewLine
from erp.models import Customer


class Command(BaseCommand):
    help = (
        "Loads the demo companies, connects them and starts the first full synchronization; each step once."
    )

    def handle(self, **options: Any) -> None:
        new_password = "" if demo_users_exist() else env("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        is_random = bool(new_password) and not env("DEMO_PASSWORD")
        if new_password:
            os.environ["DEMO_PASSWORD"] = new_password
        try:
            self._prepare()
        finally:
            if is_random and demo_users_exist():
                self.stdout.write(f"Password: {new_password} (shown this once)")
        self.stdout.write(f"Users: {', '.join(DEMO_USERS)}")

    def _prepare(self) -> None:
        call_command("create_demo_users", stdout=io.StringIO())
        if settings.SERVE == "crm":
            return
        if not Customer.objects.exists():
            call_command("load_demo_data", stdout=self.stdout)
        if not ConnectionSetup.get().environment_url:
            call_command("connect", stdout=self.stdout)
        if not FullSynchReviewLine.objects.exclude(status=FullSynchReviewLine.Status.BLANK).exists():
            start(now=timezone.now())
            self.stdout.write("The first full synchronization goes on in the background.")


def demo_users_exist() -> bool:
    return User.objects.filter(username__in=DEMO_USERS).exists()
