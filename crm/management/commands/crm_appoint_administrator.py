"""Gives a CRM that nobody administers its first administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from crm.business_rules.administrators import appoint_first_administrator
from crm.business_rules.initialization import initialize_crm
from crm.management.names import names_from


class Command(BaseCommand):
    help = (
        "Makes a person System Administrator and System Customizer of a CRM that nobody administers yet; "
        "changes nothing in one that somebody does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user_name", help="user name with which the person signs in")

    def handle(self, *args: Any, **options: Any) -> None:
        initialize_crm()
        user_name = options["user_name"]
        first_name, last_name = names_from(user_name, "")
        is_appointed = appoint_first_administrator(
            user_name=user_name, first_name=first_name, last_name=last_name
        )
        done = (
            f"{user_name} administers the CRM." if is_appointed else "The CRM has an administrator already."
        )
        self.stdout.write(done)
