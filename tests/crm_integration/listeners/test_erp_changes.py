"""What changes in the ERP is written down with the change itself, and wakes whom it concerns."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from crm_integration.job_queue import entries
from crm_integration.listeners import wake_changed
from crm_integration.models import ErpChange, JobQueueEntry
from crm_integration.synch_engine.mapping_store import seed_mappings
from crm_integration.table_mapping.declaration import JobDefaults
from erp.events import records_deleted, records_written

Status = JobQueueEntry.Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def asleep(db: None) -> JobQueueEntry:
    seed_mappings()
    now = timezone.now()
    entries.create_default_entries({"CUSTOMER": JobDefaults(), "CONTACT": JobDefaults()}, now=now)
    JobQueueEntry.objects.update(status=Status.ASLEEP, next_run_at=now + timedelta(hours=10), last_run_at=now)
    return JobQueueEntry.objects.get(pk="CUSTOMER")


def written(table: str = "customer", *ids: object) -> None:
    records_written.send(sender=None, table=table, record_ids=ids or [uuid4()], kind="modified")


def test_a_record_has_one_row_and_a_further_change_renews_its_token() -> None:
    record = uuid4()
    written("customer", record)
    first = ErpChange.objects.get()
    written("customer", record)
    second = ErpChange.objects.get()
    assert (second.erp_table, second.erp_id, second.kind) == ("customer", record, "written")
    assert first.token != second.token


def test_a_deletion_leaves_a_trace_with_the_name_of_the_record() -> None:
    record = uuid4()
    written("customer", record)
    records_deleted.send(
        sender=None, table="customer", record_ids=[record], descriptions={record: "10000 Larkspur"}
    )
    change = ErpChange.objects.get()
    assert (change.kind, change.description) == ("deleted", "10000 Larkspur")


def test_a_change_that_is_rolled_back_leaves_nothing() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        written()
        raise ZeroDivisionError
    assert not ErpChange.objects.exists()


def test_a_thousand_records_cost_a_few_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(10):
        written("customer", *(uuid4() for _ in range(1000)))


def test_a_table_that_is_not_mapped_is_not_listened_to() -> None:
    written("post_code")
    assert not ErpChange.objects.exists()


def test_the_job_of_the_table_is_woken_after_the_commit(
    asleep: JobQueueEntry, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        written("customer")
        asleep.refresh_from_db()
        assert asleep.status == Status.ASLEEP
    statuses = dict(JobQueueEntry.objects.values_list("code", "status"))
    assert (statuses["CUSTOMER"], statuses["CONTACT"]) == (Status.READY, Status.ASLEEP)


def test_a_lost_wake_up_is_found_by_the_tick(asleep: JobQueueEntry) -> None:
    assert wake_changed(timezone.now()) == 0
    written("customer")
    assert wake_changed(timezone.now()) == 1
    asleep.refresh_from_db()
    assert asleep.status == Status.READY


def test_changes_that_a_run_saw_and_left_wake_nobody_again(asleep: JobQueueEntry) -> None:
    written("customer")
    JobQueueEntry.objects.update(last_run_at=timezone.now())
    assert wake_changed(timezone.now()) == 0
