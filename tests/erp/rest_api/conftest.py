"""Software that reaches the API with a token of a user in a role."""

from collections.abc import Callable

import pytest

from erp.admin.roles import API_CLIENT
from tests.erp.rest_api.caller import Caller, sign_in


@pytest.fixture
def caller(company: None) -> Callable[[str], Caller]:
    """Returns software with a token of a user who has a role."""
    return sign_in


@pytest.fixture
def api(caller: Callable[[str], Caller]) -> Caller:
    return caller(API_CLIENT)
