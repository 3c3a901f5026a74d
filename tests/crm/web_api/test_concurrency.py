"""Many writers at once: nobody waits for each other in a circle, and whoever tracks changes misses none."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from crm.models import Account
from tests.crm.embedded_crm import Crm, WebApi, new_crm, request

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(databases=["default", "crm"], transaction=True),
    pytest.mark.skipif(connections["crm"].vendor != "postgresql", reason="SQLite lets one transaction in"),
]
ROUNDS = 15


@pytest.fixture
def crm() -> Crm:
    return new_crm()


def together(*tasks: Callable[[], Any]) -> list[Any]:
    def run(task: Callable[[], Any]) -> Any:
        try:
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.result() for future in [pool.submit(run, task) for task in tasks]]


def test_writers_that_meet_at_the_same_records_all_get_through(crm: Crm) -> None:
    api = WebApi(crm.token)
    accounts = [api.create("accounts", name=f"Account {n}") for n in range(4)]

    def batches() -> list[Any]:
        parts = [request("PATCH", f"accounts({id_})", {"telephone1": "1"}) for id_ in accounts]
        return [WebApi(crm.token).batch(parts).statuses for _ in range(ROUNDS)]

    def singles() -> list[int]:
        one = WebApi(crm.token)
        return [
            one.call("PATCH", f"accounts({id_})", {"telephone1": "2"}).status_code
            for _ in range(ROUNDS)
            for id_ in reversed(accounts)
        ]

    first, second, third = together(batches, singles, singles)
    assert first == [[204] * 4] * ROUNDS
    assert second == third == [204] * 4 * ROUNDS


def test_one_of_two_creators_of_a_record_wins(crm: Crm) -> None:
    for _ in range(ROUNDS):
        path = f"accounts({uuid4()})"

        def create(path: str = path) -> int:
            return WebApi(crm.token).call("PATCH", path, {"name": "x"}, If_None_Match="*").status_code

        assert sorted(together(create, create)) == [204, 412]


def test_one_of_two_creators_with_the_same_key_wins(crm: Crm) -> None:
    for number in range(ROUNDS):
        body = {"name": "x", "accountnumber": f"A{number}"}

        def create(body: dict[str, str] = body) -> int:
            return WebApi(crm.token).call("POST", "accounts", body).status_code

        assert sorted(together(create, create)) == [204, 412]


def test_all_who_upsert_by_the_same_key_meet_in_one_record(crm: Crm) -> None:
    for number in range(ROUNDS):
        path = f"accounts(accountnumber='A{number}')"
        target = {"@odata.type": "Microsoft.Dynamics.CRM.account", "name": "x", "@odata.id": path}

        def upsert(path: str = path) -> int:
            return WebApi(crm.token).call("PATCH", path, {"name": "x"}).status_code

        def upsert_many(target: dict[str, str] = target) -> int:
            path, body = "accounts/Microsoft.Dynamics.CRM.UpsertMultiple", {"Targets": [target]}
            return WebApi(crm.token).call("POST", path, body).status_code

        assert together(upsert, upsert, upsert_many) == [204, 204, 204]
    assert Account.objects.count() == ROUNDS


def test_of_two_changes_to_the_same_version_one_is_refused(crm: Crm) -> None:
    api = WebApi(crm.token)
    path = f"accounts({api.create('accounts', name='0')})"
    for number in range(ROUNDS):
        tag = api.call("GET", path)["ETag"]

        def change(name: str, tag: str = tag) -> int:
            return WebApi(crm.token).call("PATCH", path, {"name": name}, If_Match=tag).status_code

        assert sorted(together(lambda: change("a"), lambda: change("b"))) == [204, 412], number


def test_a_reader_of_changes_sees_the_last_version_of_every_record(crm: Crm) -> None:
    api = WebApi(crm.token)
    accounts = [api.create("accounts", name="0") for _ in range(6)]
    finished = threading.Event()

    def write(own: int) -> None:
        one = WebApi(crm.token)
        for n in range(ROUNDS):
            parts = [request("PATCH", f"accounts({id_})", {"name": f"{n}"}) for id_ in accounts[own::2]]
            one.batch(parts)

    def write_all() -> None:
        together(lambda: write(0), lambda: write(1))
        finished.set()

    seen: dict[str, str] = {}

    def read() -> None:
        link = "accounts?$select=name"
        while True:
            is_last = finished.is_set()
            page = WebApi(crm.token).get(link, prefer="odata.track-changes, odata.maxpagesize=2")
            seen.update({row["accountid"]: row["@odata.etag"] for row in page["value"]})
            link = page.get("@odata.nextLink") or page["@odata.deltaLink"]
            if is_last and "@odata.deltaLink" in page and not page["value"]:
                return

    together(write_all, read)
    rows = api.get("accounts?$select=name")["value"]
    assert seen == {row["accountid"]: row["@odata.etag"] for row in rows}
    assert {row["name"] for row in rows} == {str(ROUNDS - 1)}
