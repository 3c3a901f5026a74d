"""Loads the invented company of the CRM."""

import sys
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from crm.demo.companies import CRM_ONLY_USER, DEMO_SALESPEOPLE
from crm.demo.load_demo import edit_demo, load_demo, sign_in_name
from crm.demo.load_scaled import load_scaled


class Command(BaseCommand):
    help = (
        "Called by load_demo_data: loads invented users, currencies, accounts and contacts into the CRM. "
        "What is there already stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scale", type=int, default=0, help="how many further accounts, with a contact each"
        )
        parser.add_argument(
            "--edits", action="store_true", help="change some accounts, to look at a conflict and an error"
        )
        parser.add_argument("--password", default="", help="password with which the salespeople may sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        scale = options["scale"]
        if scale < 0:
            raise CommandError("--scale must not be negative.")
        created = load_demo()
        if scale:
            with tqdm(total=scale, unit=" accounts", file=sys.stderr, disable=None) as bar:
                created += load_scaled(count=scale, progress=bar.update)
        if created or not options["password"]:
            self.stdout.write(f"{created} accounts loaded.")
        if options["password"]:
            self._let_sign_in(options["password"])
        if options["edits"]:
            self.stdout.write(f"Changed: {', '.join(edit_demo())}.")

    def _let_sign_in(self, password: str) -> None:
        """A user of the pages for each salesperson; who is there keeps the password."""
        users = get_user_model()._default_manager
        names = [sign_in_name(person) for person in (*DEMO_SALESPEOPLE, CRM_ONLY_USER)]
        self.stdout.write(f"Salespeople at /sales/: {', '.join(names)}")
        for person in (*DEMO_SALESPEOPLE, CRM_ONLY_USER):
            user, is_new = users.get_or_create(
                username=sign_in_name(person),
                defaults={
                    "first_name": person.first_name,
                    "last_name": person.last_name,
                    "email": person.e_mail,
                },
            )
            if is_new:
                user.set_password(password)
                user.save()
