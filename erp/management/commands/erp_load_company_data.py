"""Loads a company's customers, employees and products from CSV files into the back office."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from erp.management.company_data.csv_file import CompanyDataError
from erp.management.company_data.load import count_rows, load_company_data


class Command(BaseCommand):
    help = (
        "Loads customers.csv, employees.csv, orders.csv and, if it is there, products.csv of a folder. "
        "Can be repeated: what is there stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder with the files")
        parser.add_argument(
            "--discontinue", action="store_true", help="block the items that are no longer sold"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["folder"].is_dir():
            raise CommandError(f"There is no folder {options['folder']}.")
        try:
            total = count_rows(options["folder"])
            with tqdm(total=total, unit="row", disable=None) as bar:
                loaded = load_company_data(
                    options["folder"], progress=bar.update, discontinue=options["discontinue"]
                )
        except CompanyDataError as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
        self.stdout.write(f"{loaded.customers} customers loaded into the back office.")
        if loaded.items:
            self.stdout.write(f"{loaded.items} items loaded into the back office.")
