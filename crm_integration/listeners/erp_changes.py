"""Answers the ERP's events with one change row per record."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from crm_integration.job_queue import entries
from crm_integration.listeners.mapped_tables import is_heard, mappings_of
from crm_integration.models import ErpChange
from crm_integration.synch_engine.applier.own_records import of_others
from erp.events import records_deleted, records_written
from erp.models.statements import Conflict, insert_many

RENEWED = ("kind", "token", "description", "changed_at")


def connect_listeners() -> None:
    """To be called once, when the app is ready."""
    records_written.connect(on_written, dispatch_uid="crm_integration.erp_changes")
    records_deleted.connect(on_deleted, dispatch_uid="crm_integration.erp_changes")


def on_written(table: str, record_ids: Sequence[UUID], **_: Any) -> None:
    _record(table, ErpChange.Kind.WRITTEN, dict.fromkeys(of_others(record_ids), ""))


def on_deleted(table: str, record_ids: Sequence[UUID], descriptions: Mapping[UUID, str], **_: Any) -> None:
    texts = {record_id: descriptions.get(record_id, "") for record_id in record_ids}
    _record(table, ErpChange.Kind.DELETED, texts)


def _record(table: str, kind: ErpChange.Kind, descriptions: Mapping[UUID, str]) -> None:
    """Rows are written in the order of their ids, so that two writers do not wait for one another."""
    names = mappings_of(table)
    if not names or not descriptions or not is_heard(names):
        return
    now = timezone.now()
    insert_many(
        ErpChange,
        ("erp_table", "erp_id", *RENEWED),
        (
            (table, record_id, kind.value, uuid4(), text[:250], now)
            for record_id, text in sorted(descriptions.items())
        ),
        conflict=Conflict(unique=("erp_table", "erp_id"), renewed=RENEWED),
    )
    # After the commit: within it, whoever writes a customer would wait for whoever writes another one.
    transaction.on_commit(lambda: _wake(names), robust=True)


def _wake(names: Sequence[str]) -> None:
    entries.wake(names, now=timezone.now())
