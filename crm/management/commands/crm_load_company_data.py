"""Loads a company's customers and employees, or its orders, from CSV files into the CRM."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from crm.business_rules.errors import CrmFault
from crm.demo.company_data.csv_rows import CompanyDataRefused
from crm.demo.company_data.load import count_customers, load_company_data
from crm.demo.company_data.load_orders import count_orders, load_company_orders


class Command(BaseCommand):
    help = (
        "Reads customers.csv, employees.csv and orders.csv of a folder into accounts, contacts and users. "
        "Accounts whose number is there already stay as they are. With --only orders it reads orders.csv and "
        "order_details.csv into orders of accounts and products that are there. If a row is bad, nothing is "
        "loaded."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="folder with the CSV files")
        parser.add_argument("--only", choices=("orders",), help="load nothing else")
        parser.add_argument("--submit", action="store_true", help="submit the orders, too")
        parser.add_argument("--price-list", type=UUID, metavar="ID", help="of the orders")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        if options["submit"] and options["only"] != "orders":
            raise CommandError("--submit needs --only orders.")
        try:
            if options["only"] == "orders":
                self._load_orders(folder, options["price_list"], submit=options["submit"])
            else:
                self._load_customers(folder)
        except CompanyDataRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except CrmFault as fault:
            raise CommandError(fault.sentence) from fault

    def _load_customers(self, folder: Path) -> None:
        with _bar(count_customers(folder), "accounts") as progress:
            created = load_company_data(folder, progress=progress.update)
        self.stdout.write(f"{created} accounts loaded.")

    def _load_orders(self, folder: Path, price_list: UUID | None, *, submit: bool) -> None:
        with _bar(count_orders(folder), "orders") as progress:
            update: Callable[[int], object] = progress.update
            created = load_company_orders(folder, price_list=price_list, submit=submit, progress=update)
        self.stdout.write(f"{created} orders loaded.")


def _bar(total: int, unit: str) -> Any:
    return tqdm(total=total, unit=f" {unit}", file=sys.stderr, disable=None)
