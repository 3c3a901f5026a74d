"""What failed for want of something in the setup is tried again as soon as the setup was changed."""

from typing import Any, Final

from django.utils import timezone

from crm_integration.job_queue import entries
from crm_integration.job_queue.entries.chores import AUTO_CREATE_SALES_ORDERS, AUTO_PROCESS_SALES_QUOTES
from crm_integration.models import CrmDocument
from erp.events import records_written

# Written by people, and seldom; what couplings cure is tried again with the coupling.
SETUP_TABLES: Final = frozenset(
    {
        "company_information",
        "country_region",
        "currency",
        "general_ledger_setup",
        "gl_account",
        "inventory_setup",
        "sales_receivables_setup",
        "vat_posting_setup",
    }
)
JOBS: Final = (AUTO_CREATE_SALES_ORDERS, AUTO_PROCESS_SALES_QUOTES)


def connect_failed_documents() -> None:
    """To be called once, when the app is ready."""
    records_written.connect(on_written, dispatch_uid="crm_integration.failed_documents")


def on_written(table: str, **_: Any) -> None:
    if table in SETUP_TABLES and CrmDocument.objects.exclude(code="").update(failed_at=None):
        entries.wake(JOBS, now=timezone.now())
