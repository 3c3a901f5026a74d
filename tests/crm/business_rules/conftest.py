"""Fixtures for the rules of Sales."""

import pytest

from tests.crm.business_rules.sales_world import SalesWorld, new_world
from tests.crm.embedded_crm import WebApi


@pytest.fixture
def world(api: WebApi) -> SalesWorld:
    return new_world(api)
