"""A back office and a CRM that sell the same things to the same customer."""

import pytest

from crm_integration.models import ConnectionSetup
from tests.crm_integration.document_flow.sales import Sales
from tests.two_systems import TwoSystems, connected


@pytest.fixture
def systems(db: None, monkeypatch: pytest.MonkeyPatch) -> TwoSystems:
    return connected(monkeypatch)


@pytest.fixture
def sales(systems: TwoSystems) -> Sales:
    """Acme buys chairs and hours; order integration is on."""
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=True)
    return Sales(systems)
