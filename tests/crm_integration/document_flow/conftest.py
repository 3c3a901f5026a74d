"""A back office and a CRM that sell the same things to the same customer."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from crm_integration.connection.administrator import administrator_of_embedded
from crm_integration.connection.redeploy import redeploy
from crm_integration.dataverse.client import DataverseClient
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
def deployer(sales: Sales) -> DataverseClient:
    """The integration solution is there, and order integration is off."""
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=False)
    client = administrator_of_embedded()
    redeploy(setup=sales.setup, administrator=client, now=timezone.now())
    return client


@pytest.fixture
def opal(sales: Sales) -> Any:
    """Somebody in the CRM who handles orders and sells nothing."""
    return sales.systems.user("Opal", domainname="opal@example.com", islicensed=False)


@pytest.fixture
def processor(db: None) -> Client:
    """Somebody who processes orders, signed in."""
    create_roles()
    user = User.objects.create(username="paula", is_staff=True)
    user.groups.set(Group.objects.filter(name=ORDER_PROCESSOR))
    client = Client()
    client.force_login(user)
    return client
