"""A client of an environment that is not there; ``responses`` stands in for the network."""

from collections.abc import Iterator
from typing import Any

import pytest
import responses

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.retry import Retrier, RetryPolicy
from crm_integration.dataverse.transports import new_session

URL = "https://contoso.crm4.dynamics.com"
API = f"{URL}/api/data/v9.2/"


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.naps: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


class Tokens:
    """Hands out t1, t2, …; a new one only when the last was rejected."""

    def __init__(self) -> None:
        self.number = 1

    def token(self) -> str:
        return f"t{self.number}"

    def renew(self, rejected: str) -> str:
        self.number += 1
        return self.token()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def network() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def client(clock: Clock) -> DataverseClient:
    return make_client(clock)


def make_client(clock: Clock, **changes: Any) -> DataverseClient:
    retrier = Retrier(policy=RetryPolicy(), sleep=clock.sleep, clock=clock, chance=lambda: 1.0)
    arguments: dict[str, Any] = {
        "environment_url": URL,
        "tokens": Tokens(),
        "session": new_session(max_concurrent=2),
        "page_size": 2,
        "batch_size": 3,
        "retrier": retrier,
    }
    return DataverseClient(**{**arguments, **changes})
