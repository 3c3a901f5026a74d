"""Thousands of generated requests are answered, none with a failure of the server.

FUZZ_REQUESTS says how many there are in all, FUZZ_SEED which ones.
"""

import os

import pytest
from django.core.cache import cache

from crm.demo.factories import AccountFactory, ContactFactory
from tests.crm.embedded_crm import Crm, WebApi
from tests.crm.web_api.fuzz.requests import Drawn, RequestGenerator

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
RUNS = 20
SEED = int(os.environ.get("FUZZ_SEED", "1"))
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "3000"))


@pytest.mark.parametrize("run", range(RUNS))
def test_whatever_is_asked_is_answered(api: WebApi, crm: Crm, run: int) -> None:
    account = AccountFactory.create(name="A name", accountnumber="A1")
    contact = ContactFactory.create(lastname="A name", parentcustomerid=account)
    generator = RequestGenerator(SEED * RUNS + run, [account.pk, contact.pk])
    api.client.raise_request_exception = False
    failed = [
        f"{drawn.method} {drawn.path} {drawn.headers} {drawn.body[:2000]!r}\n  {failure}"
        for drawn in (generator.draw() for _ in range(REQUESTS // RUNS))
        if (failure := _failure_of(api, drawn))
    ]
    assert not failed, "\n".join(failed)


def _failure_of(api: WebApi, drawn: Drawn) -> str:
    """What went wrong with the server; blank if it answered as it should."""
    cache.clear()  # what is refused for its number says nothing
    headers = {name.replace("-", "_"): value for name, value in drawn.headers.items()}
    answer = api.call(drawn.method, drawn.path, drawn.body, **headers)
    api.client.exc_info = None
    if answer.status_code < 500 or answer.status_code == 501:
        return _failed_part(answer.content)
    return f"{answer.status_code} {getattr(answer, 'exc_info', None) or answer.content[:300]!r}"


def _failed_part(content: bytes) -> str:
    return "an operation of the batch failed: 500" if b"HTTP/1.1 500" in content else ""
