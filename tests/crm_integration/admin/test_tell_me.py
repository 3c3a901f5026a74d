"""Tell Me finds what one does in the Connection Setup, for those who may."""

import re

import pytest
from django.test import Client

from erp.admin.roles import ADMINISTRATOR, VIEWER
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SETUP = "/admin/connection-setup/"


def found(client: Client, words: str) -> list[str]:
    page = client.get("/admin/tell-me/", {"q": words}).content.decode()
    links = re.findall(r'href="([^"]*)"', page[page.index('id="content"') :])
    return [link.removeprefix(SETUP) for link in links if link.startswith(SETUP)]


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("test connection", [""]),
        ("enable dataverse", ["enable/"]),
        (
            "disable",
            [
                "disable-sales/",
                "disable/",
                "item-availability/",
                "sales-order-integration/",
                "item-availability/stop/",
            ],
        ),
        ("redeploy", ["solution/"]),
        ("default setup", ["use-default-setup/"]),
        ("reset", ["reset-web-client-url/", "use-default-setup/"]),
        ("stock publish", ["item-availability/", "item-availability/stop/"]),
        ("order integration", ["sales-order-integration/"]),
    ],
)
def test_what_one_does_in_the_connection_setup_is_found(stage: Stage, words: str, pages: list[str]) -> None:
    assert found(stage.sign_in(ADMINISTRATOR), words) == pages


def test_who_may_only_look_is_offered_the_page_alone(stage: Stage) -> None:
    assert found(stage.sign_in(VIEWER), "connection") == [""]
    assert found(stage.sign_in(VIEWER), "reset") == []
