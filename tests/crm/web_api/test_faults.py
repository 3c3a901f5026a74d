"""Injected faults: off by default, as often as asked for, and known by those who must bear them."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from crm.models import Account, InjectedFault
from crm.web_api import faults
from odata.batch import ChangeSet
from tests.crm.embedded_crm import WebApi, request

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
Kind = InjectedFault.Kind


def test_no_fault_is_there_unless_somebody_sets_one(api: WebApi) -> None:
    assert not InjectedFault.objects.exists()
    assert api.call("GET", "accounts").status_code == 200


def test_too_many_requests_say_when_to_come_again(api: WebApi) -> None:
    InjectedFault.objects.create(kind=Kind.THROTTLE, remaining=1, retry_after=7)
    answer = api.call("GET", "accounts")
    assert (answer.status_code, answer["Retry-After"]) == (429, "7")
    assert answer.json()["error"]["code"] == "0x80072322"
    assert api.call("GET", "accounts").status_code == 200


def test_a_server_error_changes_nothing(api: WebApi) -> None:
    InjectedFault.objects.create(kind=Kind.SERVER_ERROR, remaining=1)
    assert api.call("POST", "accounts", {"name": "x"}).status_code == 500
    assert not Account.objects.exists()


def test_a_fault_hits_only_its_route_and_method(api: WebApi) -> None:
    InjectedFault.objects.create(kind=Kind.SERVER_ERROR, route="/api/data/*/contacts*", method="post")
    statuses = [
        api.call("GET", "accounts").status_code,
        api.call("GET", "contacts").status_code,
        api.call("POST", "contacts", {"lastname": "Berg"}).status_code,
    ]
    assert statuses == [200, 200, 500]
    assert InjectedFault.objects.get().hits == 1


def test_a_fault_leaves_the_first_requests_alone_and_ends_after_its_count(api: WebApi) -> None:
    InjectedFault.objects.create(kind=Kind.SERVER_ERROR, skip=2, remaining=2)
    statuses = [api.call("GET", "accounts").status_code for _ in range(6)]
    assert statuses == [200, 200, 500, 500, 200, 200]


def test_a_rate_of_nothing_never_hits(api: WebApi) -> None:
    InjectedFault.objects.create(kind=Kind.SERVER_ERROR, rate=0)
    assert [api.call("GET", "accounts").status_code for _ in range(3)] == [200, 200, 200]


def test_a_rate_is_a_share_of_the_requests(api: WebApi, monkeypatch: pytest.MonkeyPatch) -> None:
    InjectedFault.objects.create(kind=Kind.SERVER_ERROR, rate="0.25")
    drawn = iter([2499, 2500])
    monkeypatch.setattr(faults.secrets, "randbelow", lambda _: next(drawn))
    assert [api.call("GET", "accounts").status_code for _ in range(2)] == [500, 200]


def test_a_reset_happens_before_anything_is_done(api: WebApi) -> None:
    InjectedFault.objects.create(kind=Kind.RESET, remaining=1)
    answer: Any = api.call("POST", "accounts", {"name": "x"})
    assert answer.injected_fault == "reset"
    with pytest.raises(ConnectionResetError):
        b"".join(answer.streaming_content)
    assert not Account.objects.exists()


def test_an_answer_is_lost_after_the_commit(api: WebApi) -> None:
    InjectedFault.objects.create(kind=Kind.ANSWER_LOST, remaining=1)
    answer: Any = api.call("POST", "accounts", {"name": "Contoso"})
    assert answer.injected_fault == "answer_lost"
    assert Account.objects.get().name == "Contoso"


def test_the_socket_is_shut_where_the_web_server_hands_it_over(crm: object) -> None:
    class Socket:
        how: int | None = None

        def shutdown(self, how: int) -> None:
            self.how = how

    def view(request: HttpRequest) -> HttpResponse:
        raise AssertionError("A reset never reaches the view.")

    InjectedFault.objects.create(kind=Kind.RESET)
    socket = Socket()
    call = RequestFactory().get("/api/data/v9.2/accounts")
    call.META["gunicorn.socket"] = socket
    assert faults.with_faults(view)(call).injected_fault == "reset"  # type: ignore[attr-defined]
    assert socket.how == 2


def test_a_delay_comes_on_top_of_other_faults(api: WebApi, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(faults.time, "sleep", waited.append)
    InjectedFault.objects.create(kind=Kind.DELAY, delay_ms=1500)
    InjectedFault.objects.create(kind=Kind.SERVER_ERROR, remaining=1)
    assert [api.call("GET", "accounts").status_code for _ in range(2)] == [500, 200]
    assert waited == [1.5, 1.5]


def test_one_operation_of_a_batch_fails_and_its_neighbours_do_not(api: WebApi) -> None:
    InjectedFault.objects.create(kind=Kind.BATCH_OPERATION, route="*/accounts", skip=1, remaining=1)
    answer = api.batch(
        [request("POST", "accounts", {"name": name}) for name in ("One", "Two", "Three")],
        prefer="odata.continue-on-error",
    )
    assert answer.http.status_code == 200
    assert answer.statuses == [204, 500, 204]
    assert answer.content(1)["error"]["code"] == "0x80040216"
    assert sorted(Account.objects.values_list("name", flat=True)) == ["One", "Three"]


def test_a_fault_inside_a_change_set_undoes_it(api: WebApi) -> None:
    InjectedFault.objects.create(kind=Kind.BATCH_OPERATION, skip=1)
    change_set = ChangeSet(tuple(request("POST", "accounts", {"name": n}, content_id=n) for n in ("1", "2")))
    assert api.batch([change_set]).statuses == [500]
    assert not Account.objects.exists()


def test_an_administrator_sets_lists_and_clears_faults_by_command(crm: object, capsys: Any) -> None:
    call_command("crm_inject_fault", "throttle", "--route", "*/accounts*", "--count", "3", "--rate", "0.5")
    fault = InjectedFault.objects.get()
    assert (fault.kind, fault.route, fault.remaining, float(fault.rate)) == (
        "throttle",
        "*/accounts*",
        3,
        0.5,
    )
    call_command("crm_inject_fault", "--list")
    assert "*/accounts*" in capsys.readouterr().out
    call_command("crm_inject_fault", "reset", "--clear")
    assert InjectedFault.objects.get().kind == "reset"
    for wrong in (("--rate", "2", "reset"), ("--delay-ms", "99999999", "delay"), ()):
        with pytest.raises(CommandError):
            call_command("crm_inject_fault", *wrong)
