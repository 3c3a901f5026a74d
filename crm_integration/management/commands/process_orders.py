"""Takes orders of the CRM all the way to cash; each step alone, too."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from crm_integration.dataverse.clients import client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.in_background import OF_PEOPLE
from crm_integration.document_flow.posted_sales_invoices.create_many import create_invoices_later
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.document_flow.sales_orders.auto_create import waiting_ids
from crm_integration.document_flow.sales_orders.create_later import SALES_ORDERS_LATER
from crm_integration.job_queue import Deadline, enqueue
from crm_integration.jobs.work_until_done import work_until_done
from crm_integration.management import order_processing
from crm_integration.management.command import DatabaseCommand
from crm_integration.management.connect_if_needed import deploy_if_needed, integrate_orders_if_needed
from crm_integration.management.order_processing import Processed
from crm_integration.models import ConnectionSetup, CrmDocument, Job
from crm_integration.sentences import sentence
from crm_integration.sentences.document_cures import document_sentence

STEPS = ("create", "release", "ship", "invoice", "pay")
# The jobs that tell the CRM what happened.
FOLLOWING = ("sales_order_status", "customer_statistics")
SHOWN = 20


class Command(DatabaseCommand):
    help = (
        "Creates sales orders of the submitted orders of the CRM, releases, ships and invoices them, brings "
        "the invoices to the CRM, and registers payments in full. Each step takes what is ready for it. "
        "Exit code 0: everything went; 1: something was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for step in STEPS:
            parser.add_argument(f"--{step}", action="store_true")
        parser.add_argument("--wait", action="store_true", help="until the CRM has been told everything")

    def handle(self, *, wait: bool, **options: Any) -> None:
        chosen = [step for step in STEPS if options[step]]
        if not chosen:
            raise CommandError(f"Choose what to do: {', '.join(f'--{step}' for step in STEPS)}.")
        self._prepare()
        try:
            refused = sum([getattr(self, f"_{step}")(wait) for step in chosen])
        except DataverseError as error:
            text = sentence(error.code, {"message": error.message, "cure": error.cure.value})
            raise CommandError(text) from None
        if wait:
            for kind in FOLLOWING:
                enqueue(kind=kind, unique_key=kind, exclusive_key=kind, priority=OF_PEOPLE)
            _work(*FOLLOWING)
        if refused:
            sys.exit(1)

    def _prepare(self) -> None:
        """Into the embedded CRM everything goes without a question; elsewhere an administrator decides."""
        deploy_if_needed(self.stdout)
        integrate_orders_if_needed(self.stdout)
        setup = ConnectionSetup.get()
        if off := setup.sales_obstacle:
            raise CommandError(sentence(off, {}))
        if not setup.is_sales_order_integration_enabled:
            raise CommandError(sentence("order_integration_is_off", {}))

    def _create(self, wait: bool) -> int:
        ids = waiting_ids(client_for(ConnectionSetup.get()))
        before = CrmDocument.objects.filter(crm_table=ORDER, status=CrmDocument.Status.CREATED).count()
        SALES_ORDERS_LATER.ask_in_parts(ids, priority=OF_PEOPLE)
        _work(SALES_ORDERS_LATER.kind)
        orders = CrmDocument.objects.filter(crm_table=ORDER)
        created = orders.filter(status=CrmDocument.Status.CREATED).count() - before
        failed = orders.filter(status=CrmDocument.Status.FAILED, crm_id__in=ids)
        processed = Processed(created, [(one.number, document_sentence(one)) for one in failed])
        return self._tell("created", processed)

    def _release(self, wait: bool) -> int:
        return self._tell("released", order_processing.release())

    def _ship(self, wait: bool) -> int:
        return self._tell("shipped", order_processing.ship())

    def _invoice(self, wait: bool) -> int:
        refused = self._tell("invoiced", order_processing.invoice())
        ids = order_processing.invoices_not_in_crm()
        if ids:
            create_invoices_later(ids)
            _work("create_invoices")
        left = order_processing.invoices_not_in_crm()
        self.stdout.write(f"{len(ids) - len(left)} invoices brought to the CRM, {len(left)} not.")
        return refused + len(left)

    def _pay(self, wait: bool) -> int:
        return self._tell("paid", order_processing.pay(today=timezone.localdate()))

    def _tell(self, step: str, processed: Processed) -> int:
        self.stdout.write(f"{processed.done} {step}, {len(processed.refused)} refused.")
        for number, text in processed.refused[:SHOWN]:
            self.stdout.write(f"  {number}: {text}")
        return len(processed.refused)


def _work(*kinds: str) -> None:
    """Until no job of these kinds is left to be done."""
    unfinished = Job.objects.filter(kind__in=kinds, finished_at=None)
    is_done: Callable[[], bool] = lambda: not unfinished.exists()  # noqa: E731
    work_until_done(is_done, deadline=Deadline.never())
