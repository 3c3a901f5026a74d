"""Loads the invented demo company into the back office."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from erp.demo.demo_edits import edit_demo_company
from erp.demo.load_demo_company import load_demo_company, load_invented_customers


def _count(text: str) -> int:
    if not text.isdecimal() or not text.isascii():
        raise ArgumentTypeError(f"{text!r} is not a number of customers.")
    return int(text)


class Command(BaseCommand):
    help = (
        "Called by load_demo_data: loads an invented company into the back office. "
        "Can be repeated: what is there stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale", type=_count, default=0, metavar="N", help="N further invented customers"
        )
        parser.add_argument("--edits", action="store_true", help="then change some records, for a conflict")

    def handle(self, *args: Any, **options: Any) -> None:
        created = load_demo_company()
        with tqdm(total=options["scale"], unit="customer", disable=not options["scale"] or None) as bar:
            created += load_invented_customers(count=options["scale"], progress=bar.update)
        self.stdout.write(f"{created} demo customers loaded into the back office.")
        if options["edits"]:
            self.stdout.write(f"Changed: {', '.join(edit_demo_company())}.")
