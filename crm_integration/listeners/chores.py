"""Jobs that no mapping has run soon when what they tell the CRM has changed."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from crm_integration.job_queue import entries
from crm_integration.job_queue.entries.chores import CUSTOMER_STATISTICS, SALES_ORDER_NOTES
from erp.events import records_written

CHORES_OF_TABLE: Mapping[str, tuple[str, ...]] = {
    "customer_ledger_entry": (CUSTOMER_STATISTICS,),
    "detailed_cust_ledg_entry": (CUSTOMER_STATISTICS,),
    "sales_header": (CUSTOMER_STATISTICS, SALES_ORDER_NOTES),
    "record_note": (SALES_ORDER_NOTES,),
}


def connect_chores() -> None:
    """To be called once, when the app is ready."""
    records_written.connect(on_written, dispatch_uid="crm_integration.chores")


def on_written(table: str, **_: Any) -> None:
    codes = CHORES_OF_TABLE.get(table)
    if codes:
        transaction.on_commit(partial(_wake, codes), robust=True)


def _wake(codes: tuple[str, ...]) -> None:
    entries.wake(codes, now=timezone.now())
