"""What customers owe or have ordered has changed: the job that tells their accounts runs soon."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from crm_integration.job_queue import entries
from crm_integration.job_queue.entries.chores import CUSTOMER_STATISTICS
from erp.events import records_written

COUNTED = frozenset({"customer_ledger_entry", "detailed_cust_ledg_entry", "sales_header"})


def connect_statistics() -> None:
    """To be called once, when the app is ready."""
    records_written.connect(on_written, dispatch_uid="crm_integration.statistics")


def on_written(table: str, **_: Any) -> None:
    if table in COUNTED:
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    entries.wake([CUSTOMER_STATISTICS], now=timezone.now())
