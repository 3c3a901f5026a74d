"""Where the CRM tells of changes: open to whoever proves to be the CRM, to nobody else."""

import json

import pytest
from django.test import Client

from crm_integration.connection.notification_proof import KEY
from crm_integration.models import ConnectionSetup

PATH = "/api/dynamics/v1.0/notifications"
SECRET = "known to the CRM and to us"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _registered() -> None:
    environment = "https://contoso.crm4.dynamics.com"
    ConnectionSetup(pk=1, environment_url=environment, is_enabled=True, webhook_secret=SECRET).save()


def told(body: object, *, key: str = SECRET) -> int:
    # As strict as a server that is reached from outside.
    client = Client(enforce_csrf_checks=True)
    content = body if isinstance(body, str) else json.dumps(body)
    return client.post(PATH, content, content_type="application/json", headers={KEY: key}).status_code


def test_a_notification_is_accepted_without_a_session() -> None:
    assert told({"PrimaryEntityName": "account"}) == 202


def test_whoever_does_not_know_the_key_is_refused() -> None:
    assert told({"PrimaryEntityName": "account"}, key="guessed") == 401
    assert told({"PrimaryEntityName": "account"}, key="") == 401


@pytest.mark.parametrize("body", ["", "{", "[]", '"account"', "null"])
def test_what_cannot_be_understood_is_refused(body: str) -> None:
    assert told(body) == 400


def test_reading_is_not_possible() -> None:
    assert Client().get(PATH).status_code == 405
