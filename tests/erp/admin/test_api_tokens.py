"""The tokens of the REST API: everybody makes their own, an administrator makes those of others."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erp.models import ApiToken
from erp.operations.create_api_token import create_api_token
from erp.operations.note_api_token_use import note_api_token_use
from erp.queries.api_token_sign_in import find_api_token

OWN = "/admin/api-tokens/"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def token_in(answer: Any) -> str:
    found = re.search(r'<code id="new-token">([^<]+)</code>', answer.content.decode())
    assert found
    return found[1]


def user_of(token: str, *, now: datetime | None = None) -> str | None:
    found = find_api_token(token=token, now=now or timezone.now())
    return found.user.username if found else None


def test_a_token_is_shown_once_and_only_its_digest_is_kept(order_processor: Client) -> None:
    made = order_processor.post(OWN, {"name": "Web shop", "expires_on": ""})
    token = token_in(made)
    assert user_of(token) == "order-processor"
    assert "no-store" in made["Cache-Control"]
    page = order_processor.get(OWN).content.decode()
    assert "Web shop" in page
    assert token not in page
    kept = ApiToken.objects.get()
    assert token not in (kept.digest, str(kept))


def test_a_user_has_as_many_tokens_as_programs_and_revokes_each_alone(viewer: Client) -> None:
    first, second = (token_in(viewer.post(OWN, {"name": name})) for name in ("Web shop", "Report"))
    revoked = ApiToken.objects.get(name="Web shop")
    answer = viewer.post(OWN, {"_revoke": str(revoked.pk)}, follow=True)
    assert "The token is revoked." in answer.content.decode()
    assert (user_of(first), user_of(second)) == (None, "viewer")


def test_nobody_revokes_the_token_of_somebody_else_on_the_own_page(viewer: Client) -> None:
    other = User.objects.create_user("shop")
    token = create_api_token(user=other, name="Web shop", now=NOON)
    for given in (str(ApiToken.objects.get().pk), "", "x", "9" * 30, "²"):
        assert viewer.post(OWN, {"_revoke": given}).status_code == 302
    assert user_of(token) == "shop"


def test_an_administrator_makes_and_revokes_the_tokens_of_others(administrator: Client) -> None:
    shop = User.objects.create_user("shop")
    page = reverse("admin:user_api_tokens", args=[shop.pk])
    assert page in administrator.get(reverse("admin:auth_user_change", args=[shop.pk])).content.decode()
    token = token_in(administrator.post(page, {"name": "Web shop"}))
    assert user_of(token) == "shop"
    administrator.post(page, {"_revoke": str(ApiToken.objects.get().pk)})
    assert user_of(token) is None


def test_who_may_not_change_users_makes_tokens_for_nobody_else(order_processor: Client) -> None:
    page = reverse("admin:user_api_tokens", args=[User.objects.create_user("shop").pk])
    assert order_processor.post(page, {"name": "Web shop"}).status_code == 403
    assert Client().post(page, {"name": "Web shop"}).status_code == 302
    assert Client().post(OWN, {"name": "Web shop"}).status_code == 302
    assert not ApiToken.objects.exists()


def test_nobody_but_a_superuser_makes_a_token_of_one(administrator: Client) -> None:
    root = User.objects.create_superuser("root", password="secret")
    page = reverse("admin:user_api_tokens", args=[root.pk])
    assert administrator.post(page, {"name": "Web shop"}).status_code == 404


@pytest.mark.parametrize("given", [{"name": ""}, {"name": "x" * 101}, {"name": "Shop", "expires_on": "soon"}])
def test_a_token_without_a_name_or_with_a_day_that_is_none_is_not_made(
    viewer: Client, given: dict[str, str]
) -> None:
    assert viewer.post(OWN, given).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_last_day_that_is_over_is_refused(viewer: Client) -> None:
    yesterday = timezone.now().date() - timedelta(days=1)
    assert viewer.post(OWN, {"name": "Shop", "expires_on": yesterday.isoformat()}).status_code == 422


def test_a_token_is_good_through_its_last_day(db: None) -> None:
    shop = User.objects.create_user("shop")
    token = create_api_token(user=shop, name="Web shop", now=NOON, expires_on=date(2026, 11, 20))
    assert user_of(token, now=NOON) == "shop"
    assert user_of(token, now=NOON + timedelta(days=1)) is None


def test_the_tokens_of_somebody_who_left_are_good_no_more(db: None) -> None:
    shop = User.objects.create_user("shop", is_active=False)
    assert user_of(create_api_token(user=shop, name="Web shop", now=NOON)) is None


def test_the_last_use_is_kept_to_the_minute(viewer: Client) -> None:
    shop = User.objects.create_user("shop")
    token = create_api_token(user=shop, name="Web shop", now=NOON)
    used = []
    for seconds in (0, 30, 90):
        found = find_api_token(token=token, now=NOON)
        assert found
        note_api_token_use(token=found, now=NOON + timedelta(seconds=seconds))
        used.append(ApiToken.objects.get().last_used_at)
    assert used == [NOON, NOON, NOON + timedelta(seconds=90)]


@time_machine.travel(NOON, tick=False)
def test_the_page_says_which_tokens_are_over(viewer: Client) -> None:
    me = User.objects.get(username="viewer")
    create_api_token(user=me, name="Old report", now=NOON, expires_on=date(2026, 11, 1))
    assert "Expired" in viewer.get(OWN).content.decode()
