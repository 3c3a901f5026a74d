"""The worker of one data folder."""

from typing import Any

from django.core.management.base import CommandError

from crm_integration.jobs.worker import run_worker
from crm_integration.jobs.worker_file import WorkerRuns
from crm_integration.management.command import DatabaseCommand


class Command(DatabaseCommand):
    help = (
        "Works the jobs in the background until it is told to stop (SIGTERM, Ctrl-C). "
        "One per data folder; on SQLite one in all."
    )

    def handle(self, **options: Any) -> None:
        try:
            run_worker()
        except WorkerRuns as error:
            raise CommandError(str(error)) from None
