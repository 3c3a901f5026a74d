"""A full synchronization from the command line; the page shows the same run."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from tqdm import tqdm

from crm_integration.dataverse.errors import DataverseError
from crm_integration.full_synch import Review, review, start
from crm_integration.job_queue import Deadline
from crm_integration.jobs.heartbeat import is_worker_alive
from crm_integration.jobs.work_until_done import work_until_done
from crm_integration.management.command import DatabaseCommand
from crm_integration.management.review_table import review_table
from crm_integration.models import ConnectionSetup

STILL_RUNNING = 3


class Command(DatabaseCommand):
    help = (
        "Starts a full synchronization, or attaches to the one that is going on, and prints its review. "
        "Exit code 0: every line finished without a failed record; 1: not so; 3: a worker is still at it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--wait", action="store_true", help="wait until it has ended")

    def handle(self, *, wait: bool, **options: Any) -> None:
        if not ConnectionSetup.get().is_enabled:
            raise CommandError("The connection is not enabled. Run the command connect first.")
        try:
            start(now=timezone.now())
        except DataverseError as error:
            raise CommandError(f"The CRM could not be asked what there is: {error.message}") from None
        if wait or not is_worker_alive(timezone.now()):
            self._wait()
        ended = review(timezone.now())
        self.stdout.write(review_table(ended))
        if not ended.is_in_step:
            sys.exit(STILL_RUNNING if ended.is_running else 1)

    def _wait(self) -> None:
        with tqdm(unit=" records", disable=None) as bar:
            work_until_done(lambda: not _show(bar).is_running, deadline=Deadline.never())


def _show(bar: "tqdm[None]") -> Review:
    now = review(timezone.now())
    running = [line.name for line in now.lines if line.is_running]
    bar.total, bar.n = now.total or None, now.done
    bar.set_description(", ".join(running))
    return now
