"""Does at once what the worker has the embedded CRM do now and then: notifications, system jobs, tidying."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Sends due notifications of the embedded CRM, works on its system jobs and forgets old deletions."

    def handle(self, *args: Any, **options: Any) -> None:
        for task in settings.CRM_SWEEP_TASKS:
            count = import_string(task)()
            if options["verbosity"] > 0:
                self.stdout.write(f"{task}: {count}")
