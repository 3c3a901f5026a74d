"""A company's customers and employees from CSV files, into either system or both."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command

from crm_integration.management.command import DatabaseCommand
from crm_integration.management.connect_if_needed import connect_if_needed
from crm_integration.management.match_presets import COMPANY, preset_match_criteria
from crm_integration.models import ConnectionSetup

LOADERS = {"erp": "erp_load_company_data", "crm": "crm_load_company_data"}


class Command(DatabaseCommand):
    help = (
        "Loads customers.csv, employees.csv and orders.csv of a folder, and products.csv into the ERP. "
        "With erp and both come the match criteria, for mappings by which nothing is coupled yet: customers "
        "by number, contacts by company and name, items and resources by number. "
        "With --only orders it loads orders.csv and order_details.csv into the CRM, for accounts and "
        "products that are there. Where SERVE names one system, data go into that one only. Can be repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder with the files")
        parser.add_argument("--into", choices=("erp", "crm", "both"), required=True)
        parser.add_argument(
            "--discontinue", action="store_true", help="block the items of the ERP that are no longer sold"
        )

        parser.add_argument("--only", choices=("orders",), help="load nothing else; into the CRM")
        parser.add_argument("--submit", action="store_true", help="submit the orders, too")

    def handle(self, *, folder: Path, into: str, **options: Any) -> None:
        if settings.SERVE not in ("all", into):
            raise CommandError(
                f"SERVE is {settings.SERVE}, so only --into {settings.SERVE} is possible here."
            )
        if options["only"] == "orders" or options["submit"]:
            self._load_orders(folder, into, **options)
            return
        for product in LOADERS if into == "both" else (into,):
            discontinue = {"discontinue": options["discontinue"]} if product == "erp" else {}
            call_command(LOADERS[product], str(folder), stdout=self.stdout, **discontinue)
        if settings.SERVE != "crm":
            connect_if_needed(self.stdout)
        if into != "crm":
            self._tell_left_alone(preset_match_criteria(COMPANY))

    def _tell_left_alone(self, mappings: list[str]) -> None:
        if mappings:
            self.stdout.write(
                f"Records are coupled already, so match criteria stay as they are: {', '.join(mappings)}."
            )

    def _load_orders(
        self, folder: Path, into: str, *, only: str | None, submit: bool, **options: Any
    ) -> None:
        """Orders are what salespeople make: they go into the CRM, at the prices of the default price list."""
        if into != "crm" or only != "orders":
            raise CommandError("Orders are loaded by --into crm --only orders, and only these are submitted.")
        price_list = ConnectionSetup.get().default_price_list_id if settings.SERVE != "crm" else None
        given = {"price_list": str(price_list)} if price_list else {}
        call_command(LOADERS["crm"], str(folder), only=only, submit=submit, stdout=self.stdout, **given)
