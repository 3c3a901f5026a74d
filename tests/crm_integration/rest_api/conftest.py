"""Software that reaches the integration with a token of a user in a role."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from erp.admin.roles import API_CLIENT
from erp.operations.create_api_token import create_api_token
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller


@pytest.fixture
def caller(stage: Stage) -> Callable[[str], Caller]:
    """Returns software with a token of a user who has a role."""

    def sign_in(role: str) -> Caller:
        token = create_api_token(user=stage.user(role), name="Tests", now=timezone.now())
        return Caller(token, root="/api/dynamics/v1.0/")

    return sign_in


@pytest.fixture
def api(caller: Callable[[str], Caller]) -> Caller:
    return caller(API_CLIENT)
