"""The Role Center of a back office that nobody has connected yet."""

import pytest
from django.test import Client

from crm_integration.models import ConnectionSetup
from erp.admin.roles import ADMINISTRATOR, VIEWER
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def home(browser: Client) -> str:
    return browser.get("/admin/").content.decode()


def test_before_the_setup_nothing_is_on_time_and_the_setup_is_what_needs_an_administrator(
    stage: Stage,
) -> None:
    assert "Nothing waits for you" in home(stage.sign_in(ADMINISTRATOR))
    ConnectionSetup.objects.all().delete()
    page = home(stage.sign_in(ADMINISTRATOR))
    assert "Set up a Dynamics 365 Sales connection</a>" in page
    for untrue in ("On time", "Running on time", "Nothing waits for you"):
        assert untrue not in page


def test_who_may_not_set_it_up_is_told_who_does(stage: Stage) -> None:
    ConnectionSetup.objects.all().delete()
    page = home(stage.sign_in(VIEWER))
    assert "An administrator sets it up" in page
    assert "Set up a Dynamics 365 Sales connection</a>" not in page
