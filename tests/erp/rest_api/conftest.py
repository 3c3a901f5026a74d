"""Software that reaches the API with a token of a user in a role."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from erp.admin.roles import API_CLIENT, create_roles
from erp.operations.create_api_token import create_api_token
from tests.erp.rest_api.caller import Caller


@pytest.fixture
def caller(company: None) -> Callable[[str], Caller]:
    """Returns software with a token of a user who has a role."""

    def sign_in(role: str) -> Caller:
        create_roles()
        user = User.objects.create_user(role.replace(" ", "-").lower())
        user.groups.add(Group.objects.get(name=role))
        return Caller(create_api_token(user=user, name="Tests", now=timezone.now()))

    return sign_in


@pytest.fixture
def api(caller: Callable[[str], Caller]) -> Caller:
    return caller(API_CLIENT)
