"""Service protection limits: requests, execution time and requests at once, per user and window."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from crm.web_api.service_protection import Admission, LimitExceeded, Limits, ServiceProtection
from crm.web_api.shared_usage import USERS
from tests.crm.embedded_crm import WebApi

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
REMAINING = "x-ms-ratelimit-burst-remaining-xrm-requests"
TIME_REMAINING = "x-ms-ratelimit-time-remaining-xrm-requests"


def at(seconds: float) -> Any:
    return time_machine.travel(NOON + timedelta(seconds=seconds), tick=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "usage"


def protection(path: Path, *, requests: int = 0, seconds: int = 0, concurrent: int = 0) -> ServiceProtection:
    return ServiceProtection(Limits(requests, seconds, concurrent, window=300), path)


def ask(limits: ServiceProtection, user: UUID, *, seconds: float = 0) -> Admission:
    admission = limits.admit(user)
    limits.finish(admission, user, seconds)
    return admission


def refusal(limits: ServiceProtection, user: UUID) -> tuple[str, int]:
    with pytest.raises(LimitExceeded) as caught:
        limits.admit(user)
    return caught.value.code, caught.value.retry_after


def test_requests_count_for_as_long_as_the_window_is(path: Path) -> None:
    limits, user = protection(path, requests=3), uuid4()
    with at(0):
        assert ask(limits, user).headers[REMAINING] == "2"
    with at(100):
        assert ask(limits, user).headers[REMAINING] == "1"
        assert ask(limits, user).headers[REMAINING] == "0"
        assert refusal(limits, user) == ("0x80072322", 200)
        assert ask(limits, uuid4()).headers[REMAINING] == "2"
    with at(299):
        assert refusal(limits, user)[1] == 1
    with at(300):
        ask(limits, user)
        assert refusal(limits, user) == ("0x80072322", 100)


def test_execution_time_counts_together(path: Path) -> None:
    limits, user = protection(path, seconds=10), uuid4()
    with at(0):
        assert ask(limits, user, seconds=6).headers[TIME_REMAINING] == "10.00"
        assert ask(limits, user, seconds=4).headers[TIME_REMAINING] == "4.00"
        assert refusal(limits, user) == ("0x80072321", 300)
    with at(300):
        ask(limits, user)


def test_only_so_many_requests_are_under_way_at_once(path: Path) -> None:
    limits, user = protection(path, concurrent=2), uuid4()
    with at(0):
        first, _second = limits.admit(user), limits.admit(user)
        assert refusal(limits, user) == ("0x80072326", 2)
        limits.finish(first, user, 0)
        ask(limits, user)


def test_requests_of_a_process_that_died_are_not_under_way(path: Path) -> None:
    limits, user = protection(path, concurrent=1), uuid4()
    child = os.fork()
    if not child:
        limits.admit(user)
        os._exit(0)
    os.waitpid(child, 0)
    ask(limits, user)


def test_processes_and_threads_count_in_one_place(path: Path) -> None:
    limits, user = protection(path, requests=1_000), uuid4()
    children = []
    for _ in range(3):
        child = os.fork()
        if not child:
            for _ in range(50):
                ask(limits, user)
            os._exit(0)
        children.append(child)
    threads = [Thread(target=lambda: [ask(limits, user) for _ in range(50)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for child in children:
        assert os.waitpid(child, 0)[1] == 0
    assert ask(limits, user).headers[REMAINING] == str(1_000 - 300 - 1)


def test_more_users_than_there_are_places_are_served(path: Path) -> None:
    limits = protection(path, requests=2)
    with at(0):
        first = uuid4()
        ask(limits, first)
    with at(1):
        for _ in range(USERS):
            assert ask(limits, uuid4()).headers[REMAINING] == "1"
    with at(2):
        assert ask(limits, first).headers[REMAINING] == "1"


def test_counting_costs_next_to_nothing(path: Path) -> None:
    limits, user = protection(path, requests=10**6, seconds=10**6, concurrent=52), uuid4()
    started = time.perf_counter()
    for _ in range(500):
        ask(limits, user, seconds=0.001)
    assert (time.perf_counter() - started) / 500 < 0.02


@pytest.mark.django_db(databases=["default", "crm"])
def test_a_client_is_told_when_to_come_again(api: WebApi, settings: Any, path: Path) -> None:
    settings.CRM_SERVICE_PROTECTION = {"requests": 2, "seconds": 1_200, "concurrent": 52, "window": 300}
    settings.CRM_SERVICE_PROTECTION_FILE = path
    first = api.call("GET", "WhoAmI")
    assert (first[REMAINING], first[TIME_REMAINING]) == ("1", "1,200.00")
    assert first["x-ms-service-request-id"] == first["req_id"]
    api.batch([])
    answer = api.call("GET", "WhoAmI")
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "0x80072322")
    assert 200 <= int(answer["Retry-After"]) <= 300
    settings.CRM_SERVICE_PROTECTION = {"requests": 0, "seconds": 0, "concurrent": 0, "window": 300}
    unlimited = api.call("GET", "WhoAmI")
    assert unlimited.status_code == 200
    assert REMAINING not in unlimited
