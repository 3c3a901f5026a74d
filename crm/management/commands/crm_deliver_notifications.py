"""Sends the notifications that are due; the worker calls it now and then."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from crm.outbound import deliver_due


class Command(BaseCommand):
    help = "Sends due notifications to the webhooks that are registered in the embedded CRM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=100, help="how many at most (default: 100)")

    def handle(self, *args: Any, **options: Any) -> None:
        count = deliver_due(now=timezone.now(), limit=options["limit"])
        if options["verbosity"] > 0:
            self.stdout.write(f"{count} notifications delivered.")
