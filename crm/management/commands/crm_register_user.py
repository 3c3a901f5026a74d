"""Lets a person who can sign in work on the CRM's pages."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.business_rules.errors import CrmFault
from crm.business_rules.initialization import initialize_crm
from crm.business_rules.registration import register_user
from crm.business_rules.standard_roles import SALESPERSON, SYSTEM_ADMINISTRATOR
from crm.management.names import names_from
from crm.management.roles import refuse_unknown_role


class Command(BaseCommand):
    help = "Makes a CRM user for the user name of a sign-in, and gives the user a role. May be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user_name", help="user name with which the person signs in")
        parser.add_argument("--first-name", default="", help="else from the e-mail address or the user name")
        parser.add_argument("--last-name", default="", help="else from the e-mail address or the user name")
        parser.add_argument(
            "--role",
            default="",
            help=f"security role; {SALESPERSON} for a licensed user, else {SYSTEM_ADMINISTRATOR}",
        )
        parser.add_argument("--email", default="", help="e-mail address, by which salespeople are matched")
        parser.add_argument(
            "--licensed", action="store_true", help="a licensed user, who can be coupled to a salesperson"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        initialize_crm()
        user_name, is_licensed = options["user_name"], options["licensed"]
        role = options["role"] or (SALESPERSON if is_licensed else SYSTEM_ADMINISTRATOR)
        refuse_unknown_role(role)
        first_name, last_name = names_from(user_name, options["email"])
        try:
            user = register_user(
                user_name=user_name,
                first_name=options["first_name"] or first_name,
                last_name=options["last_name"] or last_name,
                role=role,
                e_mail=options["email"],
                is_licensed=is_licensed,
            )
        except CrmFault as fault:
            raise CommandError(fault.sentence) from fault
        self.stdout.write(f"{user_name} ({user}) has the role {role}.")
        if not get_user_model().objects.filter(username__iexact=user_name).exists():
            self.stdout.write(
                f"Nobody can sign in as {user_name} yet: add a user of that name at /admin/auth/user/, "
                "or with createsuperuser."
            )
