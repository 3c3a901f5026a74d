"""The pages for administrators: set a fault in the browser, see what has not been delivered."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from crm.models import InjectedFault, OutboxEntry, SystemUser, SystemUserRole
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
FAULT = {
    "kind": "server_error",
    "route": "/api/data/*",
    "method": "",
    "rate": "1",
    "skip": "0",
    "remaining": "1",
    "delay_ms": "0",
    "retry_after": "1",
}


@pytest.fixture
def browser(crm: Crm, client: Client) -> Client:
    user = SystemUser.objects.get(pk=crm.user.pk)
    user.domainname = "ada"
    user.save()
    client.force_login(
        get_user_model().objects.create_user("ada"), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_an_administrator_sets_a_fault_and_sees_it_hit(browser: Client, api: WebApi) -> None:
    assert browser.post("/sales/crm/injectedfault/add/", FAULT).status_code == 302
    assert api.call("GET", "accounts").status_code == 500
    page = browser.get("/sales/crm/injectedfault/")
    assert page.status_code == 200
    assert InjectedFault.objects.get().hits == 1
    fault = InjectedFault.objects.get().pk
    assert browser.get(f"/sales/crm/injectedfault/{fault}/change/").status_code == 200
    assert browser.post(f"/sales/crm/injectedfault/{fault}/delete/", {"post": "yes"}).status_code == 302
    assert not InjectedFault.objects.exists()


def test_a_wrong_fault_is_refused_with_a_sentence(browser: Client) -> None:
    page = browser.post("/sales/crm/injectedfault/add/", FAULT | {"rate": "2"})
    assert page.status_code == 200
    assert "less than or equal to 1" in page.content.decode()
    assert not InjectedFault.objects.exists()


def test_what_was_not_delivered_is_listed(browser: Client, django_assert_max_num_queries: Any) -> None:
    now = timezone.now()
    for n in range(20):
        OutboxEntry.objects.create(
            endpoint_id=uuid4(), table=f"table{n}", message="Create", created_at=now, not_before=now
        )
    with django_assert_max_num_queries(15, using="crm"):
        page = browser.get("/sales/crm/outboxentry/")
    assert "table19" in page.content.decode()


def test_these_pages_are_closed_to_everybody_else(browser: Client) -> None:
    SystemUserRole.objects.all().delete()
    for path in ("injectedfault/", "injectedfault/add/", "outboxentry/"):
        assert browser.get(f"/sales/crm/{path}").status_code == 403
    assert "injectedfault" not in browser.get("/sales/").content.decode()
