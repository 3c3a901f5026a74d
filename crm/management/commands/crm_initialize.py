"""Makes the CRM's database ready: organization, default team, roles, base currency."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from crm.business_rules.deletion_traces import forget_old_deletions
from crm.business_rules.initialization import BASE_CURRENCY, initialize_crm


class Command(BaseCommand):
    help = "Completes what a CRM needs from the beginning. May be run again; nothing is changed twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="Sales", help="name of a new organization")
        parser.add_argument(
            "--base-currency", default=BASE_CURRENCY, help="ISO code of a new organization's base currency"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        organization = initialize_crm(name=options["name"], base_currency=options["base_currency"].upper())
        forget_old_deletions(now=timezone.now())
        self.stdout.write(f"The CRM of {organization} is ready.")
