"""Before anybody set the connection up, what can be switched off is off, and says so without a fault."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from crm_integration.models import ConnectionSetup
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture(autouse=True)
def nothing_is_set_up(stage: Stage) -> None:
    ConnectionSetup.objects.all().delete()


def test_what_goes_by_itself_is_switched_off(caller: Callable[[str], Caller]) -> None:
    changed = caller(ADMINISTRATOR).patch("connection", {"automaticallyCreateSalesOrders": False})
    assert (changed.status_code, changed.json()["automaticallyCreateSalesOrders"]) == (200, False)


def test_item_availability_is_switched_off(caller: Callable[[str], Caller]) -> None:
    answer = caller(ADMINISTRATOR).post("connection/Dynamics.disableItemAvailability")
    assert answer.status_code == 200
    assert ConnectionSetup.get().is_item_availability_enabled is False


def test_the_web_client_url_is_reset(stage: Stage, client: Client) -> None:
    client.force_login(stage.user(ADMINISTRATOR))
    assert client.post(reverse("admin:reset_web_client_url")).status_code == 302
    assert ConnectionSetup.get().web_client_url == ""
