"""People to sign in as: one for each role of the ERP, and a salesperson of the CRM."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand
from django.db import transaction

from crm_integration.environment import env
from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR, VIEWER, create_roles

# A salesperson works at /sales/, with what the CRM's own roles allow.
DEMO_USERS = {
    "admin": ADMINISTRATOR,
    "processor": ORDER_PROCESSOR,
    "viewer": VIEWER,
    "salesperson": "",
}


class Command(BaseCommand):
    help = (
        "Creates the users admin, processor, viewer and salesperson with DEMO_PASSWORD (else a random one)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset-password", action="store_true", help="gives existing demo users the password too"
        )

    @transaction.atomic
    def handle(self, *, reset_password: bool, **options: Any) -> None:
        create_roles()
        there = set(User.objects.filter(username__in=DEMO_USERS).values_list("username", flat=True))
        wanted = [name for name in DEMO_USERS if reset_password or name not in there]
        if not wanted:
            return
        given = env("DEMO_PASSWORD")
        password = given or secrets.token_urlsafe(9)
        for name in wanted:
            give_user(name=name, role=DEMO_USERS[name], password=password)
        self.stdout.write(f"Users: {', '.join(wanted)}")
        self.stdout.write("Password: " + ("DEMO_PASSWORD" if given else f"{password} (shown this once)"))


def give_user(*, name: str, role: str, password: str) -> None:
    """Makes the user, or gives it this role and password."""
    user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    user.set_password(password)
    user.save()
    user.groups.set(Group.objects.filter(name=role))
