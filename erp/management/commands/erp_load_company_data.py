"""Loads a company's customers and employees from CSV files into the back office."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from erp.management.company_data.csv_file import CompanyDataError
from erp.management.company_data.load import count_customers, load_company_data


class Command(BaseCommand):
    help = (
        "Loads customers.csv, employees.csv and orders.csv of a folder. Can be repeated: what is there stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder with the files")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["folder"].is_dir():
            raise CommandError(f"There is no folder {options['folder']}.")
        try:
            total = count_customers(options["folder"])
            with tqdm(total=total, unit="customer", disable=None) as bar:
                created = load_company_data(options["folder"], progress=bar.update)
        except CompanyDataError as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
        self.stdout.write(f"{created} customers loaded into the back office.")
