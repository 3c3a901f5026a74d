"""What the embedded CRM does now and then: sends notifications that are due, forgets old deletions."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from crm.business_rules.deletion_traces import forget_old_deletions
from crm.outbound import deliver_due


class Command(BaseCommand):
    help = "Sends due notifications to the webhooks of the embedded CRM; the worker calls it now and then."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=100, help="how many at most (default: 100)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        forget_old_deletions(now=now)
        count = deliver_due(now=now, limit=options["limit"])
        if options["verbosity"] > 0:
            self.stdout.write(f"{count} notifications delivered.")
