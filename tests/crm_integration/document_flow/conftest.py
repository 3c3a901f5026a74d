"""A back office and a CRM that sell the same things to the same customer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from crm_integration.connection.administrator import administrator_of_embedded
from crm_integration.connection.redeploy import redeploy
from crm_integration.dataverse.client import DataverseClient
from crm_integration.models import ConnectionSetup
from erp.admin.roles import ORDER_PROCESSOR
from erp.operations.create_api_token import create_api_token
from tests.crm_integration.document_flow.sales import Sales, open_shop
from tests.database_snapshot import built_once
from tests.erp.rest_api.caller import Caller
from tests.two_systems import watched


@pytest.fixture
def sales(db: None, monkeypatch: pytest.MonkeyPatch) -> Sales:
    """Acme buys chairs and hours; order integration is on."""
    built_once(open_shop)
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=True)
    return Sales(watched(monkeypatch))


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
    user = User.objects.create(username="paula", is_staff=True)
    user.groups.set(Group.objects.filter(name=ORDER_PROCESSOR))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def caller(sales: Sales) -> Callable[[str], Caller]:
    """Returns software with a token of a user who has a role."""

    def sign_in(role: str) -> Caller:
        user = User.objects.create(username=role)
        user.groups.set(Group.objects.filter(name=role))
        token = create_api_token(user=user, name="Tests", now=timezone.now())
        return Caller(token, root="/api/dynamics/v1.0/")

    return sign_in
