"""A salesperson, an order processor and an administrator, in two systems that work together."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from erp.admin.roles import ITEM_AVAILABILITY_USER
from tests.crm.embedded_crm import WebApi
from tests.crm_integration.connection.signing_in import REDEPLOY
from tests.crm_integration.document_flow.sales import open_shop
from tests.database_snapshot import built_once
from tests.scenarios.people import (
    ORDER_INTEGRATION,
    Administrator,
    People,
    Salesperson,
    hire_karin,
    order_processor,
    token_of,
)
from tests.two_systems import watched


@pytest.fixture
def people(db: None, monkeypatch: pytest.MonkeyPatch) -> People:
    """Acme buys chairs and Lina's hours; the administrator has switched order integration on."""
    token = built_once(_go_to_work)
    return People(watched(monkeypatch), Salesperson(WebApi(token)), order_processor(), Administrator.kim())


def _go_to_work() -> str:
    """Returns Karin's token."""
    built_once(open_shop)
    hire_karin()
    token = token_of("karin")
    kim = Administrator.kim()
    for page in (REDEPLOY, ORDER_INTEGRATION):
        kim.signs_in(page)
    return token


@pytest.fixture
def key(people: People) -> str:
    """The administrator makes a key for the user of the web service, and publishes it."""
    user = User.objects.create_user("stock")
    user.groups.add(Group.objects.get(name=ITEM_AVAILABILITY_USER))
    page = people.kim.presses(reverse("admin:web_service_key", args=[user.pk]))
    found = re.search(r'<code id="new-key">([^<]+)</code>', page.content.decode())
    assert found
    people.kim.presses("/admin/connection-setup/item-availability/", url="", user_name="stock", key=found[1])
    assert "now see the stock of products" in people.kim.said[0]
    return found[1]
