"""People to sign in as: one for each role of the ERP; the administrator is one in the CRM too."""

import io
import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import transaction

from crm_integration.environment import env
from crm_integration.management.command import DatabaseCommand
from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR, VIEWER, create_roles

DEMO_USERS = {"admin": ADMINISTRATOR, "processor": ORDER_PROCESSOR, "viewer": VIEWER}


class Command(DatabaseCommand):
    help = "Creates the users admin, processor and viewer with DEMO_PASSWORD (else a random one)."
    stealth_options = ("password",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset-password", action="store_true", help="gives existing demo users the password too"
        )

    def handle(self, *, reset_password: bool, password: str = "", **options: Any) -> None:
        there = set(User.objects.filter(username__in=DEMO_USERS).values_list("username", flat=True))
        wanted = [name for name in DEMO_USERS if reset_password or name not in there]
        if not wanted:
            return
        password = password or env("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        give_users(names=wanted, password=password)
        if settings.SERVE != "erp":
            names = {"first_name": "Demo", "last_name": "Administrator"}
            # Who deploys the integration solution needs both.
            for role in ("System Administrator", "System Customizer"):
                call_command("crm_register_user", "admin", role=role, **names, stdout=io.StringIO())
        self.stdout.write(f"Users: {', '.join(wanted)}")
        is_given = password == env("DEMO_PASSWORD")
        self.stdout.write(
            "Password: " + ("as set in DEMO_PASSWORD" if is_given else f"{password} (shown this once)")
        )


@transaction.atomic
def give_users(*, names: list[str], password: str) -> None:
    """Makes these demo users, or gives them their role and this password."""
    create_roles()
    for name in names:
        user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
        user.set_password(password)
        user.save()
        user.groups.set(Group.objects.filter(name=DEMO_USERS[name]))
