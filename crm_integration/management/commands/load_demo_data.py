"""Two invented companies that overlap partly, one in each system."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command

from crm_integration.management.command import DatabaseCommand
from crm_integration.management.connect_if_needed import connect_if_needed
from crm_integration.management.match_presets import DEMO, preset_match_criteria

LOADERS = {"erp": "erp_load_demo", "crm": "crm_load_demo"}


class Command(DatabaseCommand):
    help = (
        "Loads an invented company into each system that is served here, connects them and sets the match "
        "criteria, so that a full synchronization needs no question. Can be repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=int, default=0, metavar="N", help="N further invented customers")
        parser.add_argument(
            "--edits", action="store_true", help="then change records on both sides: a conflict and an error"
        )

    def handle(self, *, scale: int, edits: bool, **options: Any) -> None:
        if scale < 0:
            raise CommandError("--scale must not be negative.")
        for product in ("erp", "crm") if settings.SERVE == "all" else (settings.SERVE,):
            call_command(LOADERS[product], scale=scale, edits=edits, stdout=self.stdout)
        if settings.SERVE != "crm":
            connect_if_needed(self.stdout)
            preset_match_criteria(DEMO)
