"""Lets a person who can sign in work on the CRM's pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.business_rules.errors import CrmFault
from crm.business_rules.initialization import initialize_crm
from crm.business_rules.registration import register_user
from crm.business_rules.standard_roles import SYSTEM_ADMINISTRATOR
from crm.management.roles import refuse_unknown_role


class Command(BaseCommand):
    help = "Makes a CRM user for the user name of a sign-in, and gives the user a role. May be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user_name", help="user name with which the person signs in")
        parser.add_argument("--first-name", default="CRM")
        parser.add_argument("--last-name", default="Administrator")
        parser.add_argument("--role", default=SYSTEM_ADMINISTRATOR, help="security role of the user")
        parser.add_argument("--email", default="", help="e-mail address, by which salespeople are matched")
        parser.add_argument(
            "--licensed", action="store_true", help="a licensed user, who can be coupled to a salesperson"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        initialize_crm()
        refuse_unknown_role(options["role"])
        try:
            user = register_user(
                user_name=options["user_name"],
                first_name=options["first_name"],
                last_name=options["last_name"],
                role=options["role"],
                e_mail=options["email"],
                is_licensed=options["licensed"],
            )
        except CrmFault as fault:
            raise CommandError(fault.sentence) from fault
        self.stdout.write(f"{user} has the role {options['role']}.")
