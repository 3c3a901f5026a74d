"""One mapping from the command line."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from tqdm import tqdm

from crm_integration.dataverse.errors import DataverseError
from crm_integration.job_queue import Deadline, enqueue
from crm_integration.jobs.work_until_done import work_until_done
from crm_integration.management.command import DatabaseCommand
from crm_integration.management.plan_lines import plan_lines
from crm_integration.mappings.registry import MAPPINGS
from crm_integration.models import IntegrationTableMapping, Job, SynchJob, SynchProblem
from crm_integration.sentences import sentence
from crm_integration.synch_engine.mapping_store import is_option_mapping
from crm_integration.synch_engine.preview import dry_run
from crm_integration.synch_engine.refusal import RunRefused
from crm_integration.synch_engine.scope import Scope

SHOWN_PLANS = 200
COUNTERS = ("inserted", "modified", "unchanged", "skipped", "failed", "deleted", "outside_filter")


class Command(DatabaseCommand):
    help = (
        "Synchronizes one mapping and waits for it. Exit code 0: no record failed; 1: not so. "
        "Works the job itself when no worker is alive."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mapping", metavar="MAPPING", help="such as CUSTOMER")
        parser.add_argument("--full", action="store_true", help="look at every record, not at changes only")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be done and write nothing"
        )

    def handle(self, *, mapping: str, full: bool, dry_run: bool, **options: Any) -> None:
        name = mapping.upper()
        if not IntegrationTableMapping.objects.filter(name=name).exists():
            known = ", ".join(IntegrationTableMapping.objects.values_list("name", flat=True))
            raise CommandError(f"There is no mapping {name}. There are: {known or 'none yet'}.")
        if dry_run and is_option_mapping(name):
            raise CommandError(f"{name} makes options of the CRM: there is no dry run of it.")
        scope = Scope(mapping=name, kind="full" if full else "modified")
        if dry_run:
            self._show_plans(scope)
        else:
            self._run(scope)

    def _show_plans(self, scope: Scope) -> None:
        try:
            found = dry_run(scope, limit=SHOWN_PLANS)
        except DataverseError as error:
            raise CommandError(f"The CRM could not be asked: {error.message}") from None
        except RunRefused as refused:
            raise CommandError(sentence(refused.code, refused.params)) from None
        for line in plan_lines(found.plans, found.matched, MAPPINGS[scope.mapping]):
            self.stdout.write(line)
        if len(found.plans) == SHOWN_PLANS:
            self.stdout.write(f"Only the first {SHOWN_PLANS} are shown.")
        self.stdout.write(f"{found.unchanged} more need no decision. Nothing was written.")

    def _run(self, scope: Scope) -> None:
        job = enqueue(
            kind="synchronize",
            arguments=scope.to_arguments(),
            unique_key=f"synchronize:{scope.mapping}:{scope.kind}",
            exclusive_key=f"mapping:{scope.mapping}",
            priority=10,
        )
        with tqdm(unit=" records", desc=scope.mapping, disable=None) as bar:
            work_until_done(lambda: _has_ended(job, bar), deadline=Deadline.never())
        self._report(job)

    def _report(self, job: Job) -> None:
        runs = list(SynchJob.objects.filter(job=job))
        if not runs:
            self.stdout.write("There was nothing to do.")
        for run in runs:
            counts = ", ".join(f"{getattr(run, name)} {name.replace('_', ' ')}" for name in COUNTERS)
            self.stdout.write(f"{run.get_direction_display()}: {counts}")
        problems = SynchProblem.objects.filter(mapping_id=job.arguments["mapping"])
        if waiting := problems.errors().count():
            self.stdout.write(f"{waiting} on the page Coupled Data Synchronization Errors.")
        if job.status != Job.Status.FINISHED:
            self.stderr.write(sentence(job.message_code, job.message_params) or job.get_status_display())
        if job.status != Job.Status.FINISHED or job.failed_records:
            sys.exit(1)


def _has_ended(job: Job, bar: "tqdm[None]") -> bool:
    job.refresh_from_db()
    bar.total, bar.n = job.total, job.done
    bar.refresh()
    return job.finished_at is not None
