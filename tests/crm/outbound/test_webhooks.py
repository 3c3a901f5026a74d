"""Webhooks: registered over the Web API, told of every change once it is committed, signed, tried again."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import requests
import responses
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils import timezone

from crm import metadata
from crm.business_rules.caller import load_caller
from crm.business_rules.create import create_records
from crm.business_rules.webhook_messages import ensure_messages, filter_id, message_id
from crm.models import OutboxEntry, SdkMessage, ServiceEndpoint
from crm.models.sdkmessage import MESSAGES
from crm.outbound import deliver_due, wake
from crm.outbound.claims import CLAIM_TIME, KEEP_FAILED, LONGEST_PAUSE, MAX_ATTEMPTS, pause, take
from tests.crm.embedded_crm import Crm, WebApi, request

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
URL = "http://127.0.0.1:8000/api/dynamics/v1.0/webhooks/crm"
SETTINGS = '<settings><setting name="X-Key" value="s3cret" /></settings>'
HEADER, KEY, QUERY = 5, 4, 6


@pytest.fixture(autouse=True)
def _messages(crm: Crm) -> None:
    ensure_messages(caller=load_caller(user_id=crm.user.pk))


@pytest.fixture(autouse=True)
def web() -> Any:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def register(api: WebApi, *messages: str, table: str = "account", **endpoint: Any) -> UUID:
    values = {"name": "ERP", "url": URL, "contract": 8, "authtype": HEADER, "authvalue": SETTINGS} | endpoint
    endpoint_id = api.create("serviceendpoints", **values)
    for message in messages:
        api.create(
            "sdkmessageprocessingsteps",
            **{
                "name": f"{message} of {table}",
                "eventhandler_serviceendpoint@odata.bind": f"/serviceendpoints({endpoint_id})",
                "sdkmessageid@odata.bind": f"/sdkmessages({message_id(message)})",
                "sdkmessagefilterid@odata.bind": f"/sdkmessagefilters({filter_id(message, table)})",
                "stage": 40,
                "mode": 1,
            },
        )
    return endpoint_id


def waiting() -> list[tuple[str, str, list[str]]]:
    rows = OutboxEntry.objects.order_by("pk").values_list("table", "message", "record_ids")
    return [(table, message, ids) for table, message, ids in rows]


def deliver(after: timedelta = timedelta()) -> int:
    return deliver_due(now=timezone.now() + after, limit=100)


def test_writing_no_record_is_nothing_to_announce(api: WebApi, crm: Crm) -> None:
    register(api, "Create")
    create_records(table=metadata.table("account"), records=[], caller=load_caller(user_id=crm.user.pk))
    assert waiting() == []


def test_every_write_is_announced_to_those_who_registered_for_it(api: WebApi) -> None:
    register(api, "Create", "Update", "Delete")
    account = api.create("accounts", name="Contoso")
    api.create("contacts", lastname="Berg")
    api.call("PATCH", f"accounts({account})", {"name": "Fabrikam"})
    api.call("DELETE", f"accounts({account})")
    assert waiting() == [("account", message, [str(account)]) for message in ("Create", "Update", "Delete")]


def test_without_a_registration_nothing_is_written(api: WebApi) -> None:
    api.create("accounts", name="Contoso")
    assert waiting() == []


def test_a_disabled_step_is_not_told(api: WebApi) -> None:
    register(api, "Create")
    (step,) = api.get("sdkmessageprocessingsteps?$select=name")["value"]
    path = f"sdkmessageprocessingsteps({step['sdkmessageprocessingstepid']})"
    assert api.call("PATCH", path, {"statecode": 1, "statuscode": 2}).status_code == 204
    api.create("accounts", name="Contoso")
    assert waiting() == []


def test_a_notification_is_signed_and_carries_the_key(api: WebApi, crm: Crm, web: Any) -> None:
    register(api, "Create")
    account = api.create("accounts", name="Contoso")
    web.post(URL, status=202)
    assert deliver() == 1
    (call,) = web.calls
    sent = call.request
    assert sent.headers["X-Key"] == "s3cret"
    signed = f"{sent.headers['X-Webhook-Timestamp']}.".encode() + sent.body
    digest = hmac.new(SETTINGS.encode(), signed, hashlib.sha256).hexdigest()
    assert sent.headers["X-Webhook-Signature"] == f"sha256={digest}"
    body = json.loads(sent.body)
    assert datetime.fromisoformat(body.pop("OperationCreatedOn")) <= timezone.now()
    assert body == {
        "MessageName": "Create",
        "PrimaryEntityName": "account",
        "PrimaryEntityId": str(account),
        "PrimaryEntityIds": [str(account)],
        "IsTruncated": False,
        "InitiatingUserIds": [str(crm.user.pk)],
        "OrganizationId": str(crm.organization.pk),
    }
    assert waiting() == []
    assert deliver() == 0


@pytest.mark.parametrize(
    ("authtype", "authvalue", "query"),
    [(KEY, "a key&more", "code=a+key%26more"), (QUERY, SETTINGS.replace("X-Key", "key"), "key=s3cret")],
)
def test_the_key_may_travel_in_the_query(
    api: WebApi, web: Any, authtype: int, authvalue: str, query: str
) -> None:
    register(api, "Create", url=f"{URL}?company=1", authtype=authtype, authvalue=authvalue)
    api.create("accounts", name="Contoso")
    web.post(URL, status=200)
    assert deliver() == 1
    assert web.calls[0].request.url == f"{URL}?company=1&{query}"


def test_many_changes_become_one_notification(api: WebApi, web: Any) -> None:
    register(api, "Create")
    api.batch([request("POST", "accounts", {"name": f"Account {n}"}) for n in range(60)])
    api.batch([request("POST", "accounts", {"name": f"Account {n}"}) for n in range(60)])
    web.post(URL)
    assert deliver() == 1
    body = json.loads(web.calls[0].request.body)
    assert len(body["PrimaryEntityIds"]) == 100
    assert body["IsTruncated"]


def test_what_was_rolled_back_is_not_announced(api: WebApi) -> None:
    register(api, "Create", "Update")
    good, bad = uuid4(), uuid4()
    answer = api.batch(
        [
            request("PATCH", f"accounts({bad})", {"name": "x" * 200}),
            request("PATCH", f"accounts({good})", {"name": "Contoso"}),
            request("PATCH", f"accounts({uuid4()})", {"name": "x"}, headers={"If-Match": "*"}),
        ],
        prefer="odata.continue-on-error",
    )
    assert answer.statuses == [400, 204, 404]
    assert waiting() == [("account", "Create", [str(good)])]


def test_a_failed_delivery_is_tried_again_later_and_later(api: WebApi, web: Any) -> None:
    register(api, "Create")
    api.create("accounts", name="Contoso")
    web.post(URL, status=503)
    assert deliver() == 0
    assert deliver() == 0
    entry = OutboxEntry.objects.get()
    assert (len(web.calls), entry.state, entry.attempts, entry.last_error) == (1, "waiting", 1, "HTTP 503")
    web.replace(responses.POST, URL, status=200)
    assert deliver(after=timedelta(seconds=6)) == 1
    assert waiting() == []


def test_pauses_grow_to_a_quarter_of_an_hour() -> None:
    assert [pause(n).total_seconds() for n in (1, 2, 3)] == [5, 10, 20]
    assert pause(MAX_ATTEMPTS) == LONGEST_PAUSE


def test_an_endpoint_that_never_answers_is_given_up_and_forgotten(api: WebApi, web: Any) -> None:
    register(api, "Create")
    api.create("accounts", name="Contoso")
    web.post(URL, body=requests.ConnectTimeout("nobody there"))
    for attempt in range(MAX_ATTEMPTS):
        deliver(after=LONGEST_PAUSE * (attempt + 1))
    entry = OutboxEntry.objects.get()
    assert (entry.state, entry.last_error, len(web.calls)) == ("failed", "ConnectTimeout", MAX_ATTEMPTS)
    deliver(after=LONGEST_PAUSE * MAX_ATTEMPTS + KEEP_FAILED + timedelta(hours=1))
    assert not OutboxEntry.objects.exists()


def test_changes_during_a_failing_delivery_join_it(api: WebApi, web: Any) -> None:
    register(api, "Create")
    first = api.create("accounts", name="First")
    second: list[UUID] = []

    def fail_slowly(_: Any) -> tuple[int, dict[str, str], str]:
        second.append(api.create("accounts", name="Second"))
        return 500, {}, ""

    web.add_callback(responses.POST, URL, callback=fail_slowly)
    deliver()
    ((_, _, ids),) = waiting()
    assert sorted(ids) == sorted([str(first), str(second[0])])


def test_a_broken_endpoint_does_not_hold_up_the_others(api: WebApi, web: Any) -> None:
    register(api, "Create", "Update", url="https://broken.example/hook")
    register(api, "Create")
    account = api.create("accounts", name="Contoso")
    api.call("PATCH", f"accounts({account})", {"name": "Fabrikam"})
    web.post("https://broken.example/hook", status=500)
    web.post(URL)
    assert deliver() == 1
    assert sum("broken" in (call.request.url or "") for call in web.calls) == 1


def test_an_entry_that_cannot_be_sent_does_not_hold_up_the_others_and_is_given_up(
    api: WebApi, web: Any
) -> None:
    endpoint_id = register(api, "Create", "Update")
    now = timezone.now()
    values = {"endpoint_id": endpoint_id, "table": "account", "message": "Update", "record_ids": []}
    broken = OutboxEntry.objects.create(**values, created_at=now, not_before=now)
    api.create("accounts", name="Contoso")
    web.post(URL, status=202)
    assert deliver() == 1
    broken.refresh_from_db()
    assert (broken.state, broken.attempts, broken.last_error) == ("waiting", 1, "IndexError")
    for number in range(1, MAX_ATTEMPTS):
        deliver(after=LONGEST_PAUSE * number)
    broken.refresh_from_db()
    assert broken.state == "failed"


def test_a_redirect_is_not_followed(api: WebApi, web: Any) -> None:
    register(api, "Create")
    api.create("accounts", name="Contoso")
    web.post(URL, status=302, headers={"Location": "http://169.254.169.254/"})
    assert deliver() == 0
    assert OutboxEntry.objects.get().last_error == "HTTP 302"


def test_a_sender_that_died_loses_its_claim(api: WebApi, web: Any) -> None:
    register(api, "Create")
    api.create("accounts", name="Contoso")
    web.post(URL)
    assert len(take(now=timezone.now(), limit=10)) == 1
    assert deliver() == 0
    assert deliver(after=CLAIM_TIME + timedelta(seconds=1)) == 1


def test_what_there_is_no_time_for_goes_back(api: WebApi, web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    register(api, "Create", "Update")
    account = api.create("accounts", name="Contoso")
    api.call("PATCH", f"accounts({account})", {"name": "Fabrikam"})
    web.post(URL)
    clock = iter([0.0, 1.0, 100.0])
    monkeypatch.setattr("crm.outbound.deliver.monotonic", lambda: next(clock))
    assert deliver() == 1
    assert [entry.state for entry in OutboxEntry.objects.all()] == ["waiting"]


def test_a_removed_registration_ends_its_notifications(api: WebApi, web: Any) -> None:
    endpoint = register(api, "Create")
    api.create("accounts", name="Contoso")
    assert api.call("DELETE", f"serviceendpoints({endpoint})").status_code == 204
    assert api.get("sdkmessageprocessingsteps?$select=name")["value"] == []
    assert deliver() == 0
    assert waiting() == []


@pytest.mark.parametrize(
    "values",
    [
        {"url": "http://example.com/hook"},
        {"url": "ftp://127.0.0.1/hook"},
        {"url": "http://127.0.0.1@example.com/"},
        {"url": "https://user:pass@example.com/"},
        {"url": "http://[::1"},
        {"url": "https://example.com/a b"},
        {"url": "http://[::1].evil.example/"},
        {"url": "not an address"},
        {"url": ""},
        {"authvalue": ""},
        {"authvalue": "no settings"},
        {"authvalue": "<settings/>"},
        {"authvalue": '<!DOCTYPE x [<!ENTITY a "b">]><settings><setting name="X" value="&a;"/></settings>'},
        {"authvalue": '<settings><setting name="Host" value="x"/></settings>'},
        {"authvalue": '<settings><setting name="X" value="a&#10;b"/></settings>'},
        {"contract": 1},
    ],
)
def test_an_endpoint_that_must_not_be_told_is_refused(api: WebApi, values: dict[str, Any]) -> None:
    good = {"name": "ERP", "url": URL, "contract": 8, "authtype": HEADER, "authvalue": SETTINGS}
    answer = api.call("POST", "serviceendpoints", good | values)
    assert answer.status_code == 400
    assert not ServiceEndpoint.objects.exists()


@pytest.mark.parametrize("url", ["https://erp.example/hook", "http://localhost:81/", "http://[::1]/", URL])
def test_this_machine_and_https_may_be_told(api: WebApi, url: str) -> None:
    register(api, url=url)


def test_a_secret_is_never_read_back_and_is_encrypted_at_rest(api: WebApi, crm: Crm) -> None:
    endpoint = register(api)
    assert "authvalue" not in api.get(f"serviceendpoints({endpoint})")
    assert api.call("GET", "serviceendpoints?$select=authvalue").status_code == 400
    assert api.call("GET", "serviceendpoints?$filter=authvalue eq 'x'").status_code == 400
    with connections["crm"].cursor() as cursor:
        cursor.execute("SELECT authvalue FROM serviceendpoint")
        assert "s3cret" not in cursor.fetchone()[0]
    assert ServiceEndpoint.objects.get().authvalue == SETTINGS


def test_a_step_needs_an_endpoint_and_a_filter_of_its_message(api: WebApi) -> None:
    endpoint = register(api)
    bound = {
        "name": "Step",
        "eventhandler_serviceendpoint@odata.bind": f"/serviceendpoints({endpoint})",
        "sdkmessageid@odata.bind": f"/sdkmessages({message_id('Create')})",
    }
    other = {"sdkmessagefilterid@odata.bind": f"/sdkmessagefilters({filter_id('Delete', 'account')})"}
    assert api.call("POST", "sdkmessageprocessingsteps", bound | other).status_code == 400
    assert api.call("POST", "sdkmessageprocessingsteps", {"name": "Step"}).status_code == 400
    assert api.call("POST", "sdkmessageprocessingsteps", bound).status_code == 204


def test_what_many_at_once_do_is_announced_as_create_and_update(api: WebApi) -> None:
    endpoint_id = register(api)
    step = {
        "name": "Step",
        "eventhandler_serviceendpoint@odata.bind": f"/serviceendpoints({endpoint_id})",
        "sdkmessageid@odata.bind": f"/sdkmessages({message_id('CreateMultiple')})",
    }
    answer = api.call("POST", "sdkmessageprocessingsteps", step)
    assert answer.status_code == 400
    assert "register for Create and Update" in answer.json()["error"]["message"]


@pytest.mark.parametrize("message", ["CreateMultiple", "UpdateMultiple", "UpsertMultiple"])
def test_a_program_can_look_up_whether_a_table_takes_many_at_once(api: WebApi, message: str) -> None:
    found = api.get(
        f"sdkmessagefilters?$filter=sdkmessageid/name eq '{message}' and primaryobjecttypecode eq 'account'"
        "&$expand=sdkmessageid($select=name)"
    )
    assert [row["sdkmessageid"]["name"] for row in found["value"]] == [message]


def test_messages_are_there_from_the_beginning_and_only_once(crm: Crm) -> None:
    ensure_messages(caller=load_caller(user_id=crm.user.pk))
    assert sorted(SdkMessage.objects.values_list("name", flat=True)) == sorted(MESSAGES)


def test_a_task_is_queued_once_the_change_is_committed(
    api: WebApi, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    register(api, "Create")
    queued: list[str] = []
    monkeypatch.setattr(wake, "async_task", lambda task, **_: queued.append(task))
    with django_capture_on_commit_callbacks(using="crm", execute=True):
        api.create("accounts", name="First")
        api.create("accounts", name="Second")
        assert queued == []
    assert queued == ["crm.outbound.wake.deliver"]


def test_a_queue_that_is_away_loses_nothing(
    api: WebApi,
    web: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    caplog: Any,
) -> None:
    register(api, "Create")

    def away(*_: Any, **__: Any) -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(wake, "async_task", away)
    with django_capture_on_commit_callbacks(using="crm", execute=True):
        api.create("accounts", name="Contoso")
    assert "sweep will do it" in caplog.text
    web.post(URL)
    assert wake.deliver() == 1


def test_the_tick_delivers(api: WebApi, web: Any, capsys: Any) -> None:
    register(api, "Create")
    api.create("accounts", name="Contoso")
    web.post(URL)
    call_command("crm_tick")
    assert "deliver: 1" in capsys.readouterr().out
