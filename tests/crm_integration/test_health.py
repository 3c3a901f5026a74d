"""The probes of a load balancer or a service manager."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from crm_integration.health import WORKER_IS_LATE
from crm_integration.models import WorkerHeartbeat

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def _beat(age: timedelta) -> None:
    WorkerHeartbeat.objects.create(name="host", beat_at=timezone.now() - age)


def test_a_process_that_answers_is_alive(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_it_is_ready_when_databases_and_worker_are(client: Client) -> None:
    _beat(timedelta(seconds=5))
    response = client.get("/readyz")
    assert response.json() == {"status": "ok", "parts": {"default": "ok", "crm": "ok", "worker": "ok"}}
    assert response.status_code == 200


@pytest.mark.parametrize("age", [None, WORKER_IS_LATE + timedelta(seconds=1)])
def test_it_is_not_ready_without_a_fresh_heartbeat(client: Client, age: timedelta | None) -> None:
    if age:
        _beat(age)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["parts"]["worker"]) == (503, "no heartbeat")


def test_the_crm_alone_is_ready_without_a_worker(client: Client, settings: Settings) -> None:
    settings.SERVE = "crm"
    assert client.get("/readyz").status_code == 200


def test_a_database_that_cannot_be_reached_is_named_without_the_reason(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _beat(timedelta(0))
    monkeypatch.setattr(connections["crm"], "ensure_connection", _refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"] == {"default": "ok", "crm": "unreachable", "worker": "ok"}


def _refuse() -> None:
    raise OperationalError("password of user erp is wrong")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_answered_without_a_redirect_to_https(
    client: Client, settings: Settings, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path).status_code in (200, 503)


def test_a_missing_migration_makes_it_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _beat(timedelta(0))
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["0002"])
    assert client.get("/readyz").json()["parts"]["crm"] == "migrations missing"
