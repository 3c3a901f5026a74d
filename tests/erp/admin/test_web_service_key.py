"""The key with which software signs in as a user: made on the user's card, shown once, revoked."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erp.models import WebServiceAccessKey
from erp.queries.web_service_sign_in import WebServiceKeyBackend


@pytest.fixture
def service(db: None) -> User:
    return User.objects.create_user("stock")


def address(user: User) -> str:
    return reverse("admin:web_service_key", args=[user.pk])


def key_in(answer: Any) -> str:
    found = re.search(r'<code id="new-key">([^<]+)</code>', answer.content.decode())
    assert found
    return found[1]


def signs_in(key: str) -> bool:
    return WebServiceKeyBackend().authenticate(None, username="stock", web_service_key=key) is not None


def test_a_key_is_shown_once_and_only_its_digest_is_kept(administrator: Client, service: User) -> None:
    made = administrator.post(address(service), {"expires_on": ""})
    key = key_in(made)
    assert signs_in(key)
    assert "no-store" in made["Cache-Control"]
    assert key not in administrator.get(address(service)).content.decode()
    kept = WebServiceAccessKey.objects.get()
    assert key not in (kept.digest, str(kept))


def test_a_new_key_replaces_the_former(administrator: Client, service: User) -> None:
    former = key_in(administrator.post(address(service), {}))
    assert signs_in(key_in(administrator.post(address(service), {})))
    assert not signs_in(former)


def test_a_key_is_revoked(administrator: Client, service: User) -> None:
    key = key_in(administrator.post(address(service), {}))
    answer = administrator.post(address(service), {"_revoke": "1"}, follow=True)
    assert "is revoked" in answer.content.decode()
    assert not signs_in(key)


def test_a_last_day_that_is_over_is_refused(administrator: Client, service: User) -> None:
    yesterday = timezone.now().date() - timedelta(days=1)
    answer = administrator.post(address(service), {"expires_on": yesterday.isoformat()})
    assert answer.status_code == 422
    assert not WebServiceAccessKey.objects.exists()


def test_the_card_says_whether_there_is_a_key(administrator: Client, service: User) -> None:
    card = reverse("admin:auth_user_change", args=[service.pk])
    assert address(service) in administrator.get(card).content.decode()


def test_who_may_not_change_users_makes_no_keys(order_processor: Client, service: User) -> None:
    assert order_processor.post(address(service), {}).status_code == 403
    assert Client().post(address(service), {}).status_code == 302
    assert not WebServiceAccessKey.objects.exists()


def test_nobody_but_a_superuser_acts_in_the_name_of_one(administrator: Client) -> None:
    root = User.objects.create_superuser("root", password="secret")
    assert administrator.post(address(root), {}).status_code == 404
