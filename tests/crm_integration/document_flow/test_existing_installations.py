"""Who was connected before gets the mapping of invoice lines and the job of statistics."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from crm_integration.models import ConnectionSetup, IntegrationTableMapping, JobQueueEntry
from crm_integration.synch_engine.mapping_store import load_mapping
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
LINES, STATISTICS = "POSTEDSALESLINE-INV", "CUSTOMER STATISTICS"


def migrate(name: str, function: str) -> None:
    migration: Any = import_module(f"crm_integration.migrations.{name}")
    getattr(migration, function)(apps, None)


def test_the_mapping_of_lines_is_added_as_it_is_delivered(sales: Sales) -> None:
    delivered = load_mapping(LINES)
    IntegrationTableMapping.objects.filter(name=LINES).delete()
    for _ in range(2):
        migrate("0016_posted_sales_invoice_lines", "give_invoices_the_mapping_of_their_lines")
    assert load_mapping(LINES) == delivered


def test_the_job_of_statistics_is_added_where_the_solution_is_there(sales: Sales) -> None:
    def added() -> bool:
        migrate("0019_customer_statistics_job", "give_accounts_their_statistics")
        return JobQueueEntry.objects.filter(code=STATISTICS, status="ready").exists()

    assert not added()
    ConnectionSetup.objects.update(solution_checked_at=timezone.now())
    assert added()
