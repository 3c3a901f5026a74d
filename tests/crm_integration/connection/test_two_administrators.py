"""Two administrators at once, and a process that ends at the wrong moment: what is on is what was tested."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from crm_integration.actions import on_connection
from crm_integration.actions.action import Call
from crm_integration.actions.on_connection import ConnectionValues, fingerprint
from crm_integration.actions.perform import ActionRefused, perform
from crm_integration.connection import enable as switching
from crm_integration.connection import switch_sales_integration as switching_sales
from crm_integration.connection.destination import Destination, point_setup
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup, JobQueueEntry
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.stage import Stage
from tests.switches import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
OTHER = "https://other.example.com"
Meanwhile = Callable[[Any, Callable[[], object]], None]


@pytest.fixture
def during_the_test(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Has something happen while the CRM is asked; what it answers is what is saved now."""

    def happens(module: Any, what: Callable[[], object]) -> None:
        tested = module.test_connection

        def ask(*, setup: ConnectionSetup) -> Any:
            monkeypatch.setattr(module, "test_connection", tested)
            found = tested(setup=ConnectionSetup.get())
            what()
            return found

        monkeypatch.setattr(module, "test_connection", ask)

    return happens


def administrator(stage: Stage) -> User:
    user: User = stage.user(ADMINISTRATOR)
    return user


def save_another() -> None:
    setup = ConnectionSetup.get()
    there = Destination(environment_url=OTHER, tenant="t", client_id="c", client_secret="theirs")
    point_setup(setup, there, now=timezone.now())
    setup.save()


def switch_on() -> None:
    switching.enable(setup=ConnectionSetup.get(), now=timezone.now())


def values(**changed: str) -> ConnectionValues:
    setup = ConnectionSetup.get()
    names = ("environment_url", "authentication_type", "tenant", "client_id", "web_client_url")
    known: dict[str, Any] = {name: getattr(setup, name) for name in names}
    known |= {"client_secret": "", "shown": fingerprint(setup), "ignore_integration_user_changes": True}
    return ConnectionValues(**known | changed)


def test_an_environment_that_somebody_saves_during_the_test_is_not_switched_on(
    stage: Stage, during_the_test: Meanwhile
) -> None:
    switch_off()
    during_the_test(switching, save_another)
    call = Call(now=timezone.now(), user=administrator(stage))
    with pytest.raises(DataverseError) as refused:
        perform(on_connection.ENABLE_CONNECTION, call)
    assert refused.value.code == "connection_changed_meanwhile"
    setup = ConnectionSetup.get()
    assert (setup.is_enabled, setup.environment_url) == (False, OTHER)


def test_a_secret_that_somebody_saves_during_the_test_is_not_switched_on(
    stage: Stage, during_the_test: Meanwhile
) -> None:
    def save_secret() -> None:
        ConnectionSetup.objects.update(client_secret="theirs", client_secret_saved_at=timezone.now())

    switch_off()
    during_the_test(switching, save_secret)
    with pytest.raises(DataverseError) as refused:
        switch_on()
    assert refused.value.code == "connection_changed_meanwhile"
    assert not ConnectionSetup.get().is_enabled


def test_what_somebody_switches_on_is_not_led_elsewhere(stage: Stage, during_the_test: Meanwhile) -> None:
    switch_off()
    here, elsewhere = ConnectionSetup.get().environment_url, ConnectionSetup.get()
    elsewhere.environment_url = OTHER
    during_the_test(switching, switch_on)
    with pytest.raises(DataverseError) as refused:
        switching.enable(setup=elsewhere, now=timezone.now())
    assert refused.value.code == "connection_changed_meanwhile"
    setup = ConnectionSetup.get()
    assert (setup.is_enabled, setup.environment_url) == (True, here)


@pytest.mark.parametrize("is_shown", [True, False])
def test_what_passes_the_test_is_not_saved_over_a_connection_that_is_on_by_now(
    stage: Stage, during_the_test: Meanwhile, *, is_shown: bool
) -> None:
    switch_off()
    here = ConnectionSetup.get().environment_url
    entered = values(environment_url=OTHER, tenant="t", client_id="c", client_secret="mine")
    entered = entered if is_shown else replace(entered, shown="")
    during_the_test(on_connection, switch_on)
    call = Call(now=timezone.now(), user=administrator(stage), inputs={"values": entered})
    with pytest.raises(ActionRefused) as refused:
        perform(on_connection.TEST_CONNECTION, call)
    assert refused.value.code == "connection_changed_meanwhile"
    setup = ConnectionSetup.get()
    assert (setup.is_enabled, setup.environment_url) == (True, here)


def test_two_who_switch_on_at_once_both_have_it_on(stage: Stage, during_the_test: Meanwhile) -> None:
    switch_off()
    during_the_test(switching, switch_on)
    switch_on()
    assert ConnectionSetup.get().is_enabled


@pytest.mark.parametrize("module", [switching, switching_sales])
def test_a_process_that_ends_once_the_switch_is_stored_leaves_no_job_on_hold(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, module: Any
) -> None:
    class Killed(BaseException):
        """The process is gone."""

    def die(**_given: object) -> None:
        raise Killed

    switch_off()
    if module is switching_sales:
        switch_on()
    monkeypatch.setattr(module, "register_or_warn", die)
    with pytest.raises(Killed):
        if module is switching_sales:
            module.enable_sales_integration(now=timezone.now())
        else:
            module.enable(setup=ConnectionSetup.get(), now=timezone.now(), with_sales=True)
    assert ConnectionSetup.get().sales_obstacle == ""
    held = JobQueueEntry.objects.filter(status=JobQueueEntry.Status.ON_HOLD)
    assert not held.exists()
    assert JobQueueEntry.objects.filter(code="ITEM-PRODUCT").exists()
