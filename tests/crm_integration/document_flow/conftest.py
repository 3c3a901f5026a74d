"""A back office and a CRM that sell the same things to the same customer."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from crm_integration.models import ConnectionSetup
from erp.admin.roles import ORDER_PROCESSOR, create_roles
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


@pytest.fixture
def processor(db: None) -> Client:
    """Somebody who processes orders, signed in."""
    create_roles()
    user = User.objects.create(username="paula", is_staff=True)
    user.groups.set(Group.objects.filter(name=ORDER_PROCESSOR))
    client = Client()
    client.force_login(user)
    return client
