"""A notification of the CRM wakes the jobs that it concerns, if it proves where it comes from."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from crm.models import OutboxEntry, ServiceEndpoint
from crm.models.serviceendpoint import HTTP_HEADER
from crm.outbound.notification import notification
from crm_integration.connection.accept_notification import NotificationRefused, accept_notification
from crm_integration.connection.notification_proof import KEY, SIGNATURE, TIMESTAMP, authentication_value
from crm_integration.job_queue.entries import create_chore, create_default_entries
from crm_integration.job_queue.entries.chores import AUTO_PROCESS_SALES_QUOTES
from crm_integration.mappings.registry import DEFAULT_JOBS
from crm_integration.models import ConnectionSetup, JobQueueEntry
from crm_integration.synch_engine.mapping_store import seed_mappings

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRET = 'a "secret" & <more>'
OURSELVES, SOMEBODY = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def _connected() -> None:
    ConnectionSetup(
        pk=1,
        environment_url="http://embedded.localhost",
        is_enabled=True,
        webhook_secret=SECRET,
        integration_user_id=OURSELVES,
    ).save()
    seed_mappings()
    create_default_entries(DEFAULT_JOBS, now=NOW)
    asleep = JobQueueEntry.Status.ASLEEP
    JobQueueEntry.objects.update(status=asleep, next_run_at=NOW + timedelta(hours=5))


def sent(*, table: str = "account", users: tuple[UUID, ...] = (SOMEBODY,), secret: str = SECRET) -> tuple:
    """What the embedded CRM sends: headers and body."""
    entry = OutboxEntry(
        endpoint_id=UUID(int=3),
        table=table,
        message="Update",
        record_ids=[str(UUID(int=4))],
        user_ids=[str(user) for user in users],
        created_at=NOW,
        not_before=NOW,
    )
    endpoint = ServiceEndpoint(
        url="http://localhost/", authtype=HTTP_HEADER, authvalue=authentication_value(secret)
    )
    told = notification(entry=entry, endpoint=endpoint, organization_id=None, now=NOW)
    return dict(told.headers), told.body


def woken() -> set[str]:
    ready = JobQueueEntry.objects.filter(status=JobQueueEntry.Status.READY, mapping__isnull=False)
    return set(ready.values_list("code", flat=True))


def test_a_changed_account_wakes_the_customers() -> None:
    headers, body = sent()
    assert accept_notification(headers=headers, body=body, now=NOW) == 1
    assert woken() == {"CUSTOMER"}


def test_a_changed_quote_wakes_the_job_that_processes_quotes() -> None:
    create_chore(AUTO_PROCESS_SALES_QUOTES, now=NOW)
    JobQueueEntry.objects.update(status=JobQueueEntry.Status.ASLEEP, next_run_at=NOW + timedelta(hours=5))
    headers, body = sent(table="quote")
    assert accept_notification(headers=headers, body=body, now=NOW) == 1
    (entry,) = JobQueueEntry.objects.filter(status=JobQueueEntry.Status.READY)
    assert entry.code == AUTO_PROCESS_SALES_QUOTES


@pytest.fixture
def _registered_at_microsoft() -> None:
    ConnectionSetup.objects.update(environment_url="https://contoso.crm4.dynamics.com")


@pytest.mark.usefixtures("_registered_at_microsoft")
def test_microsoft_signs_nothing_and_is_known_by_its_key() -> None:
    body = json.dumps({"PrimaryEntityName": "contact", "InitiatingUserId": str(SOMEBODY)}).encode()
    assert accept_notification(headers={KEY: SECRET}, body=body, now=NOW) == 1
    assert woken() == {"CONTACT"}


def test_our_own_writes_wake_nobody_but_those_of_others_among_them_do() -> None:
    headers, body = sent(users=(OURSELVES,))
    assert accept_notification(headers=headers, body=body, now=NOW) == 0
    headers, body = sent(users=(OURSELVES, SOMEBODY))
    assert accept_notification(headers=headers, body=body, now=NOW) == 1


def test_a_table_that_is_not_mapped_wakes_nobody() -> None:
    headers, body = sent(table="lead")
    assert accept_notification(headers=headers, body=body, now=NOW) == 0
    assert woken() == set()


def refusal(headers: dict, body: bytes, now: datetime = NOW) -> int:
    with pytest.raises(NotificationRefused) as caught:
        accept_notification(headers=headers, body=body, now=now)
    assert woken() == set()
    return caught.value.status


def test_whoever_does_not_know_the_key_is_refused() -> None:
    headers, body = sent(secret="guessed")
    assert refusal(headers, body) == 401
    assert refusal({}, body) == 401


def test_a_changed_body_and_an_old_notification_are_refused() -> None:
    headers, body = sent()
    assert refusal(headers, body + b" ") == 401
    assert refusal(headers, body, now=NOW + timedelta(minutes=6)) == 401
    assert refusal({**headers, TIMESTAMP: "soon"}, body) == 401
    assert refusal({**headers, TIMESTAMP: "9" * 5000}, body) == 401


def test_nobody_is_listened_to_while_the_connection_is_off() -> None:
    headers, body = sent()
    ConnectionSetup.objects.update(is_enabled=False)
    assert refusal(headers, body) == 401
    ConnectionSetup.objects.update(is_enabled=True)
    setup = ConnectionSetup.get()
    setup.webhook_secret = ""
    setup.save()
    assert refusal({**headers, KEY: ""}, body) == 401


@pytest.mark.parametrize("url", ["http://embedded.localhost", "http://localhost:8001", ""])
def test_the_key_alone_does_not_do_for_a_crm_that_signs(url: str) -> None:
    ConnectionSetup.objects.update(environment_url=url)
    headers, body = sent()
    assert refusal({KEY: SECRET}, body) == 401
    assert refusal({name: text for name, text in headers.items() if name != SIGNATURE}, body) == 401
    assert refusal({**headers, SIGNATURE: ""}, body) == 401


@pytest.mark.usefixtures("_registered_at_microsoft")
def test_a_signature_that_is_wrong_is_refused_even_where_none_is_needed() -> None:
    headers, body = sent()
    assert refusal({**headers, SIGNATURE: "sha256=guessed"}, body) == 401


@pytest.mark.usefixtures("_registered_at_microsoft")
@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"{", b"[" * 100_000])
def test_what_says_nothing_is_refused(body: bytes) -> None:
    assert refusal({KEY: SECRET}, body) == 400
