"""BulkDelete: a system job that deletes in the background what queries find."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from crm.business_rules import system_jobs
from crm.demo.factories import AccountFactory, ContactFactory
from crm.models import Account, AsyncOperation, Contact, DeletedRecord
from crm.web_api.operations import bulk_deletion
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
CRM = "Microsoft.Dynamics.CRM."


def condition(name: str, operator: str, *values: Any) -> dict[str, Any]:
    return {
        "@odata.type": f"{CRM}ConditionExpression",
        "AttributeName": name,
        "Operator": operator,
        "Values": [{"Value": value, "Type": "System.String"} for value in values],
    }


def query(*conditions: dict[str, Any], table: str = "account", **filters: Any) -> dict[str, Any]:
    """As Microsoft's Python client writes it."""
    return {
        "@odata.type": f"{CRM}QueryExpression",
        "EntityName": table,
        "ColumnSet": {"@odata.type": f"{CRM}ColumnSet", "AllColumns": False, "Columns": []},
        "Criteria": {
            "@odata.type": f"{CRM}FilterExpression",
            "FilterOperator": "And",
            "Conditions": list(conditions),
            **filters,
        },
    }


def job(*queries: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "JobName": "Bulk delete",
        "SendEmailNotification": False,
        "ToRecipients": [],
        "CCRecipients": [],
        "RecurrencePattern": "",
        "StartDateTime": "2026-01-01T00:00:00Z",
        "QuerySet": list(queries),
        **more,
    }


def start(api: WebApi, *queries: dict[str, Any], **more: Any) -> str:
    answer = api.call("POST", "BulkDelete", job(*queries, **more))
    assert answer.status_code == 200, answer.content
    return str(answer.json()["JobId"])


def state(api: WebApi, job_id: str) -> tuple[int, int]:
    row = api.get(f"asyncoperations({job_id})?$select=statecode,statuscode")
    return row["statecode"], row["statuscode"]


def test_a_job_deletes_what_its_query_finds(api: WebApi) -> None:
    doomed = [AccountFactory.create(name=f"Doomed {n}").pk for n in range(3)]
    AccountFactory.create(name="Kept")
    job_id = start(api, query(condition("accountid", "In", *[str(pk) for pk in doomed])))
    assert state(api, job_id) == (0, 0)
    assert Account.objects.count() == 4
    call_command("crm_tick", verbosity=0)
    assert state(api, job_id) == (3, 30)
    row = api.get(f"asyncoperations({job_id})")
    assert row["message"] == "3 records deleted, 0 could not be deleted."
    assert (row["operationtype"], row["name"], row["completedon"] is None) == (13, "Bulk delete", False)
    assert list(Account.objects.values_list("name", flat=True)) == ["Kept"]
    assert set(DeletedRecord.objects.values_list("record_id", flat=True)) == set(doomed)


def test_several_queries_are_worked_on_in_turn(api: WebApi) -> None:
    AccountFactory.create_batch(2)
    ContactFactory.create_batch(2)
    job_id = start(api, query(), query(table="contact"))
    assert bulk_deletion.run() == 1
    assert (Account.objects.count(), Contact.objects.count(), state(api, job_id)) == (0, 0, (3, 30))


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        ([condition("name", "Equal", "b")], "acde"),
        ([condition("name", "NotIn", "b", "c")], "bc"),
        ([condition("numberofemployees", "GreaterThan", "2")], "abe"),
        ([condition("numberofemployees", "Between", 2, 4)], "ae"),
        ([condition("numberofemployees", "Null")], "abcd"),
        ([condition("fax", "NotNull")], "bcde"),
        ([condition("creditonhold", "Equal", "true")], "bcde"),
        ([condition("name", "BeginsWith", "a"), condition("fax", "Null")], "abcde"),
        ([condition("statecode", "Equal", "1")], "abcde"),
    ],
)
def test_queries_ask_as_filters_do(api: WebApi, conditions: list[dict[str, Any]], left: str) -> None:
    for number, name in enumerate("abcd", 1):
        AccountFactory.create(name=name, numberofemployees=number)
    AccountFactory.create(name="e", numberofemployees=None)
    Account.objects.filter(name="a").update(fax="1", creditonhold=True)
    start(api, query(*conditions))
    bulk_deletion.run()
    assert "".join(sorted(Account.objects.values_list("name", flat=True))) == left


def test_filters_may_be_nested(api: WebApi) -> None:
    for name in "abc":
        AccountFactory.create(name=name)
    either = {
        "FilterOperator": "Or",
        "Conditions": [condition("name", "Equal", "a"), condition("name", "Equal", "b")],
    }
    start(api, query(condition("name", "NotEqual", "a"), Filters=[either]))
    bulk_deletion.run()
    assert sorted(Account.objects.values_list("name", flat=True)) == ["a", "c"]


def test_what_cannot_be_deleted_is_counted_and_the_rest_is_deleted(api: WebApi, crm: Crm) -> None:
    doomed = api.create("teams", name="Doomed")
    job_id = start(api, query(table="team"))
    bulk_deletion.run()
    assert state(api, job_id) == (3, 31)
    message = api.get(f"asyncoperations({job_id})")["message"]
    assert message.startswith("1 records deleted, 1 could not be deleted. The default team")
    assert api.call("GET", f"teams({doomed})").status_code == 404


def test_a_job_that_was_left_is_taken_up_where_it_was(api: WebApi, monkeypatch: pytest.MonkeyPatch) -> None:
    AccountFactory.create_batch(5)
    monkeypatch.setattr(bulk_deletion, "CHUNK", 2)
    job_id = start(api, query())
    work = bulk_deletion._delete_some
    done: list[int] = []

    def dies_after_one(*arguments: Any) -> None:
        if done:
            raise KeyboardInterrupt
        work(*arguments)
        done.append(1)

    with monkeypatch.context() as patch:
        patch.setattr(bulk_deletion, "_delete_some", dies_after_one)
        with pytest.raises(KeyboardInterrupt):
            bulk_deletion.run()
    assert (Account.objects.count(), state(api, job_id)) == (3, (2, 20))
    assert bulk_deletion.run() == 0
    with time_machine.travel(timezone.now() + system_jobs.LEASE + timedelta(seconds=1)):
        assert bulk_deletion.run() == 1
    assert Account.objects.count() == 0
    row = AsyncOperation.objects.get(pk=UUID(job_id))
    assert row.message == "5 records deleted, 0 could not be deleted."


def test_a_long_job_goes_on_in_the_next_slice(api: WebApi, monkeypatch: pytest.MonkeyPatch) -> None:
    AccountFactory.create_batch(3)
    job_id = start(api, query())
    clock = iter([0.0, 0.0, 100.0, 100.0])
    with monkeypatch.context() as patch:
        patch.setattr(bulk_deletion, "monotonic", lambda: next(clock))
        assert bulk_deletion.run() == 0
    assert state(api, job_id) == (0, 0)
    assert bulk_deletion.run() == 1
    assert Account.objects.count() == 0


def test_a_job_waits_for_its_time(api: WebApi) -> None:
    AccountFactory.create()
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    start(api, query(), StartDateTime=tomorrow)
    assert (bulk_deletion.run(), Account.objects.count()) == (0, 1)
    start(api, query(), StartDateTime=tomorrow, RunNow=True)
    assert (bulk_deletion.run(), Account.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (job(), 400),
        (job(query(table="starship")), 400),
        (job(query(condition("nothing", "Equal", "x"))), 400),
        (job(query(condition("name", "Equal"))), 400),
        (job(query(condition("name", "Matches", "x"))), 400),
        (job(query(condition("numberofemployees", "Equal", "many"))), 400),
        (job(query(condition("accountid", "Equal", "no guid"))), 400),
        (job(query(condition("name", "Like", "a%"))), 501),
        (job(query() | {"TopCount": 5}), 501),
        (job(query(), RecurrencePattern="FREQ=DAILY"), 501),
        ({"QuerySet": [query()]}, 400),
        ({"JobName": "x", "QuerySet": [5]}, 400),
    ],
)
def test_a_job_that_cannot_be_is_not_begun(api: WebApi, body: dict[str, Any], status: int) -> None:
    assert api.call("POST", "BulkDelete", body).status_code == status
    assert not AsyncOperation.objects.exists()


def test_a_query_may_not_be_nested_without_end(api: WebApi) -> None:
    for depth in (20, 100, 400, 5_000):
        nested = b'{"Filters":[' * depth + b"]}" * depth
        body = b'{"JobName":"x","QuerySet":[{"EntityName":"account","Criteria":' + nested + b"}]}"
        assert api.call("POST", "BulkDelete", body).status_code == 400


def test_a_job_of_a_user_who_is_gone_fails(api: WebApi, crm: Crm) -> None:
    AccountFactory.create()
    other = api.create("systemusers", firstname="A", lastname="B")
    job_id = start(api, query())
    AsyncOperation.objects.update(createdby=other)
    api.call("PATCH", f"systemusers({other})", {"isdisabled": True})
    assert bulk_deletion.run() == 1
    assert (Account.objects.count(), state(api, job_id)) == (1, (3, 31))
