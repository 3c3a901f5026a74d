"""People signed in at the back office, each with a role."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from erp.admin.extensions import Extensions, extensions
from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR, VIEWER


@pytest.fixture
def signed_in(company: None) -> Callable[[str], Client]:
    """Returns a client for somebody with a role."""

    def sign_in(role: str) -> Client:
        user = User.objects.create_user(role.replace(" ", "-").lower(), password="secret", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def administrator(signed_in: Callable[[str], Client]) -> Client:
    return signed_in(ADMINISTRATOR)


@pytest.fixture
def order_processor(signed_in: Callable[[str], Client]) -> Client:
    return signed_in(ORDER_PROCESSOR)


@pytest.fixture
def viewer(signed_in: Callable[[str], Client]) -> Client:
    return signed_in(VIEWER)


@pytest.fixture
def only_back_office(monkeypatch: pytest.MonkeyPatch) -> Iterator[Extensions]:
    """The extension point as it is when no other app has registered anything."""
    monkeypatch.setattr(extensions, "_parts", {})
    yield extensions
