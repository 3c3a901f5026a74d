"""CreateMultiple, UpdateMultiple and UpsertMultiple: many records at once, all of them or none."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from crm.demo.factories import AccountFactory
from crm.models import Account, Contact
from tests.crm.embedded_crm import WebApi, request

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
CREATE = "accounts/Microsoft.Dynamics.CRM.CreateMultiple"
UPDATE = "accounts/Microsoft.Dynamics.CRM.UpdateMultiple"
UPSERT = "accounts/Microsoft.Dynamics.CRM.UpsertMultiple"


def account(**values: Any) -> dict[str, Any]:
    return {"@odata.type": "Microsoft.Dynamics.CRM.account", **values}


def by_number(number: str, **values: Any) -> dict[str, Any]:
    return account(**values) | {"@odata.id": f"accounts(accountnumber='{number}')"}


def targets(*records: dict[str, Any]) -> dict[str, Any]:
    return {"Targets": list(records)}


def names() -> list[str]:
    return sorted(Account.objects.values_list("name", flat=True))


def test_many_records_are_created_and_their_ids_come_in_order(api: WebApi) -> None:
    chosen = uuid4()
    body = targets(
        account(name="B"),
        account(name="A", accountid=str(chosen)),
        account(name="C", primarycontactid={"lastname": "Inside"}),
    )
    answer = api.call("POST", CREATE, body)
    ids = [UUID(text) for text in answer.json()["Ids"]]
    assert (answer.status_code, ids[1]) == (200, chosen)
    assert [Account.objects.get(pk=pk).name for pk in ids] == ["B", "A", "C"]
    assert answer.json()["@odata.context"].endswith("#Microsoft.Dynamics.CRM.CreateMultipleResponse")
    assert Contact.objects.get().lastname == "Inside"


def test_many_records_are_updated_by_id_or_key(api: WebApi) -> None:
    first, second = AccountFactory.create(name="One"), AccountFactory.create(name="Two", accountnumber="2")
    answer = api.call(
        "POST", UPDATE, targets(account(accountid=str(first.pk), name="Uno"), by_number("2", name="Due"))
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert names() == ["Due", "Uno"]
    second.refresh_from_db()
    assert second.accountnumber == "2"


def test_many_records_are_created_or_updated_by_id_or_key(api: WebApi) -> None:
    known, chosen = AccountFactory.create(name="Known"), uuid4()
    AccountFactory.create(name="Numbered", accountnumber="A1")
    body = targets(
        account(accountid=str(known.pk), name="Changed"),
        account(accountid=str(chosen), name="Chosen"),
        by_number("a1", name="Renumbered", accountnumber="A1x"),
        by_number("A2", name="New"),
        by_number("it''s", name="Quoted"),
        account(name="Nameless"),
    )
    assert api.call("POST", UPSERT, body).status_code == 204
    assert names() == ["Changed", "Chosen", "Nameless", "New", "Quoted", "Renumbered"]
    assert Account.objects.get(name="New").accountnumber == "A2"
    assert Account.objects.get(name="Quoted").accountnumber == "it's"
    assert Account.objects.get(name="Renumbered").accountnumber == "A1x"
    assert Account.objects.get(name="Chosen").pk == chosen


KNOWN = "6f8a5a39-6c4e-4d0c-9d8e-0b1a7c1d2e3f"


@pytest.mark.parametrize(
    ("path", "last", "status"),
    [
        (CREATE, account(name="x" * 161), 400),
        (CREATE, {"name": "without a type"}, 400),
        (CREATE, {"@odata.type": "Microsoft.Dynamics.CRM.contact", "lastname": "other"}, 400),
        (CREATE, account(name="taken", accountid=KNOWN), 412),
        (CREATE, account(name="taken", accountnumber="K"), 412),
        (CREATE, by_number("N", name="named"), 400),
        (UPDATE, account(name="not named"), 400),
        (UPDATE, account(name="unknown", accountid=str(uuid4())), 404),
        (UPDATE, by_number("none", name="unknown"), 404),
        (UPDATE, by_number("L", primarycontactid={"lastname": "deep"}), 400),
        (UPSERT, by_number("N", name="x" * 161), 400),
        (UPSERT, by_number("N", name="N", accountnumber="M"), 400),
        (UPSERT, by_number("K", name="twice"), 412),
        (UPSERT, account(name="N", nothing=1), 400),
        (UPSERT, account(name="N") | {"@odata.id": "contacts(lastname='x')"}, 400),
        (UPSERT, account(name="N") | {"@odata.id": 5}, 400),
        ("accounts/Microsoft.Dynamics.CRM.DeleteMultiple", account(accountid=KNOWN), 405),
    ],
)
def test_one_that_cannot_be_done_stops_all(api: WebApi, path: str, last: dict[str, Any], status: int) -> None:
    AccountFactory.create(accountid=UUID(KNOWN), name="Known", accountnumber="K")
    AccountFactory.create(name="Lonely", accountnumber="L")
    first = account(name="Good") if path == CREATE else account(accountid=KNOWN, name="Good")
    assert api.call("POST", path, targets(first, last)).status_code == status
    assert names() == ["Known", "Lonely"]
    assert not Contact.objects.exists()


@pytest.mark.parametrize("body", [{}, {"Targets": []}, {"Targets": {}}, {"Targets": [5]}, {"Target": []}])
def test_targets_are_an_array_of_records(api: WebApi, body: dict[str, Any]) -> None:
    assert api.call("POST", CREATE, body).status_code == 400


def test_a_batch_may_hold_bulk_operations(api: WebApi) -> None:
    parts = [
        request("POST", CREATE, targets(account(name="A"))),
        request("POST", UPSERT, targets(by_number("1", name="B"))),
        request("POST", CREATE, targets(account(name="C"), account())),
    ]
    answer = api.batch(parts)
    assert answer.statuses == [200, 204, 400]
    assert names() == ["A", "B"]


def test_a_thousand_records_take_few_statements(api: WebApi) -> None:
    def bulk(path: str, **more: Any) -> int:
        rows = [by_number(f"N{index}", name=f"Name {index}", **more) for index in range(1_000)]
        if path == CREATE:
            rows = [account(name=row["name"], accountnumber=f"N{index}") for index, row in enumerate(rows)]
        with CaptureQueriesContext(connections["crm"]) as queries:
            assert api.call("POST", path, targets(*rows)).status_code in (200, 204)
        return len(queries)

    assert bulk(CREATE) < 150
    assert bulk(UPSERT, fax="1") < 1_150
    assert Account.objects.filter(fax="1").count() == 1_000
