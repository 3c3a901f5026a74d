"""Who reaches the REST API: whoever brings a token, or is signed in with a browser; within limits."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from erp.admin.roles import API_CLIENT, ORDER_PROCESSOR
from erp.models import ApiToken, CompanyInformation, Customer
from erp.operations.create_api_token import create_api_token
from tests.erp.rest_api.caller import ROOT, Caller, error_of

CHALLENGE = 'Bearer realm="api"'
REFUSED = (401, "Authentication_InvalidCredentials")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer erp_wrong", "Basic YTpi", "Bearer é", "bearer \x01"]
)
def test_who_brings_no_good_token_is_asked_for_one(company: None, header: str) -> None:
    path = f"{ROOT}companies({CompanyInformation.objects.get().pk})/customers"
    for method in ("GET", "POST", "PUT", "OPTIONS"):
        answer = Client().generic(method, path, "{}", headers={"Authorization": header})
        assert (error_of(answer), answer["WWW-Authenticate"]) == (REFUSED, CHALLENGE)
    for unknown in (ROOT, f"{ROOT}companies", f"{ROOT}nothing", f"{ROOT}companies(x)/customers"):
        assert error_of(Client().get(unknown, headers={"Authorization": header})) == REFUSED


def test_a_token_that_is_revoked_or_over_or_of_somebody_who_left_is_good_no_more(api: Caller) -> None:
    user = User.objects.get(username="api-client")
    over = Caller(create_api_token(user=user, name="Old", now=NOON, expires_on=NOON.date()))
    assert error_of(over.get("customers")) == REFUSED
    assert api.get("customers").status_code == 200
    User.objects.update(is_active=False)
    assert error_of(api.get("customers")) == REFUSED
    User.objects.update(is_active=True)
    ApiToken.objects.all().delete()
    assert error_of(api.get("customers")) == REFUSED


def test_the_page_of_tokens_learns_that_a_token_was_used(api: Caller) -> None:
    assert ApiToken.objects.get().last_used_at is None
    api.get("customers")
    used = ApiToken.objects.get().last_used_at
    assert used is not None and timezone.now() - used < timedelta(minutes=1)


def test_a_token_opens_no_page(api: Caller) -> None:
    User.objects.update(is_staff=True)
    assert api.get("/admin/").status_code == 302


def signed_in_browser(*, checks_csrf: bool) -> Client:
    user = User.objects.create_user("pat", is_staff=True)
    user.groups.add(Group.objects.get(name=ORDER_PROCESSOR))
    client = Client(enforce_csrf_checks=checks_csrf)
    client.force_login(user)
    return client


def test_who_is_signed_in_with_a_browser_reads_and_writes_with_the_token_against_forgery(
    company: None,
) -> None:
    browser = signed_in_browser(checks_csrf=True)
    path = f"{ROOT}companies({CompanyInformation.objects.get().pk})/customers"
    given: dict[str, Any] = {"data": {"displayName": "Santé"}, "content_type": "application/json"}
    assert browser.get(path).status_code == 200
    assert error_of(browser.post(path, **given)) == (403, "Authorization_RequestDenied")
    browser.get("/admin/")
    forged = browser.cookies["csrftoken"].value
    assert browser.post(path, **given, headers={"X-CSRFToken": forged}).status_code == 201
    assert Customer.objects.get().name == "Santé"


def test_who_asks_more_than_the_limit_allows_waits_for_the_next_window(api: Caller, settings: Any) -> None:
    settings.API_LIMIT_REQUESTS, settings.API_LIMIT_WINDOW_SECONDS = 2, 60
    other = Caller(
        create_api_token(user=User.objects.create_superuser("other"), name="Other", now=timezone.now())
    )
    with time_machine.travel(NOON + timedelta(seconds=15), tick=False):
        assert [api.get("customers").status_code for _time in range(2)] == [200, 200]
        refused = api.get("customers")
        assert error_of(refused) == (429, "Application_TooManyRequests")
        assert refused["Retry-After"] == "45"
        assert "45 seconds" in refused.json()["error"]["message"]
        assert other.get("customers").status_code == 200
    with time_machine.travel(NOON + timedelta(seconds=61), tick=False):
        assert api.get("customers").status_code == 200


def test_wrong_tokens_are_counted_by_address(company: None, settings: Any) -> None:
    settings.API_LIMIT_REQUESTS = 2
    answers = [error_of(Caller("erp_wrong").get(ROOT))[0] for _time in range(3)]
    assert answers == [401, 401, 429]


def test_what_nobody_expected_is_logged_and_tells_nothing(
    api: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("The innermost secret")

    monkeypatch.setattr("erp.rest_api.collection_view.read_page", broken)
    with caplog.at_level(logging.ERROR):
        answer = api.get("customers")
    assert error_of(answer) == (500, "Internal_ServerError")
    assert "innermost" not in answer.content.decode()
    (record,) = (record for record in caplog.records if record.name.startswith("erp."))
    assert record.getMessage().split()[1] in answer.json()["error"]["message"]


def test_the_role_of_software_is_there_after_a_migration(db: None) -> None:
    assert Group.objects.filter(name=API_CLIENT).exists()
