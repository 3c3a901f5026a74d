"""A company's customers and employees from CSV files, into either system or both."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from crm_integration.management.connect_if_needed import connect_if_needed
from crm_integration.management.match_presets import COMPANY, preset_match_criteria

LOADERS = {"erp": "erp_load_company_data", "crm": "crm_load_company_data"}


class Command(BaseCommand):
    help = (
        "Loads customers.csv, employees.csv and orders.csv of a folder. Into both systems: then customers "
        "are matched by number, contacts by company and name, salespeople by e-mail. Can be repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder with the files")
        parser.add_argument("--into", choices=("erp", "crm", "both"), required=True)

    def handle(self, *, folder: Path, into: str, **options: Any) -> None:
        for product in LOADERS if into == "both" else (into,):
            call_command(LOADERS[product], str(folder), stdout=self.stdout)
        connect_if_needed(self.stdout)
        if into == "both":
            preset_match_criteria(COMPANY)
