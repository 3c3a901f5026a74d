"""Lets an application sign in to the CRM."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.business_rules.application_secrets import new_secret
from crm.business_rules.errors import CrmFault
from crm.business_rules.initialization import initialize_crm
from crm.business_rules.registration import register_application
from crm.business_rules.sign_in.redirect_uris import can_be_registered
from crm.business_rules.standard_roles import SYSTEM_ADMINISTRATOR
from crm.management.roles import refuse_unknown_role


class Command(BaseCommand):
    help = (
        "Registers an application, with a user of its own, and prints how it signs in. "
        "For a known application the secret is replaced."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="name of the application")
        parser.add_argument(
            "--role",
            action="append",
            help=f"security role of its user; repeatable; {SYSTEM_ADMINISTRATOR} if none is given",
        )
        parser.add_argument(
            "--no-role", action="store_true", help="a role comes later, as with the integration solution"
        )
        parser.add_argument(
            "--redirect-uri",
            action="append",
            metavar="URI",
            help="where people who sign in are sent back to, besides their own machine; repeatable",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        initialize_crm()
        roles = [] if options["no_role"] else options["role"] or [SYSTEM_ADMINISTRATOR]
        for role in roles:
            refuse_unknown_role(role)
        for uri in options["redirect_uri"] or ():
            if not can_be_registered(uri):
                raise CommandError(f"{uri} is no https address and no scheme of the application's own.")
        secret, secret_hash = new_secret()
        try:
            registration = register_application(
                name=options["name"],
                roles=roles,
                secret=secret,
                secret_hash=secret_hash,
                redirect_uris=options["redirect_uri"],
            )
        except CrmFault as fault:
            raise CommandError(fault.sentence) from fault
        if not registration.is_new:
            self.stderr.write(f"{options['name']} was known; its former secret no longer works.")
        self.stdout.write(f"tenant: {registration.tenant}")
        self.stdout.write(f"client id: {registration.client_id}")
        self.stdout.write(f"client secret: {registration.client_secret}")
