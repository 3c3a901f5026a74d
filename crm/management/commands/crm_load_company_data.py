"""Loads a company's customers and employees from CSV files into the CRM."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from crm.business_rules.errors import CrmFault
from crm.demo.company_data.csv_rows import CompanyDataRefused
from crm.demo.company_data.load import count_customers, load_company_data


class Command(BaseCommand):
    help = (
        "Reads customers.csv, employees.csv and orders.csv of a folder into accounts, contacts and users. "
        "Accounts whose number is there already stay as they are. If a row is bad, nothing is loaded."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="folder with the CSV files")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            with tqdm(total=count_customers(folder), unit=" accounts", file=sys.stderr, disable=None) as bar:
                created = load_company_data(folder, progress=bar.update)
        except CompanyDataRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except CrmFault as fault:
            raise CommandError(fault.sentence) from fault
        self.stdout.write(f"{created} accounts loaded.")
