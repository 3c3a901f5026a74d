"""What an administrator does with the connection: save, test, deploy what it needs, switch it on and off."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Level, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import EDIT_CONNECTION
from crm_integration.connection.check_result import CheckResult
from crm_integration.connection.check_result import Outcome as Found
from crm_integration.connection.destination import Destination, point_setup
from crm_integration.connection.disable import disable
from crm_integration.connection.enable import enable
from crm_integration.connection.publish_item_availability import publish_again
from crm_integration.connection.redeploy import redeploy
from crm_integration.connection.sign_in.complete import signed_in_administrator
from crm_integration.connection.solution.deploy import Deployment
from crm_integration.connection.solution.differences import Difference
from crm_integration.connection.solution_status import check_solution, results_of
from crm_integration.connection.test_connection import test_connection
from crm_integration.connection.unit_groups import UnitGroupsFixed, choose_unit_groups
from crm_integration.models import ConnectionSetup


@dataclass(frozen=True)
class ConnectionValues:
    """What the page asks for; a blank ``client_secret`` keeps the one that is saved."""

    environment_url: str
    authentication_type: str
    tenant: str
    client_id: str
    client_secret: str
    ignore_integration_user_changes: bool
    web_client_url: str
    unit_group_mapping_enabled: bool = False

    @property
    def destination(self) -> Destination:
        return Destination(
            environment_url=self.environment_url,
            authentication_type=self.authentication_type,
            tenant=self.tenant,
            client_id=self.client_id,
            client_secret=self.client_secret,
        )


def _save(call: Call) -> Outcome:
    _keep(_entered(call), call)
    return Outcome("connection_saved")


@transaction.atomic
def _keep(setup: ConnectionSetup, call: Call) -> None:
    """Saves what was entered. Raises ActionRefused, and saves nothing then."""
    setup.save()
    try:
        choose_unit_groups(is_wanted=call.inputs["values"].unit_group_mapping_enabled, now=call.now)
    except UnitGroupsFixed as fixed:
        raise ActionRefused(fixed.code, **fixed.params) from fixed


def _entered(call: Call) -> ConnectionSetup:
    """The setup with what was entered, not saved. Raises DataverseError."""
    setup, values = ConnectionSetup.get(), call.inputs["values"]
    point_setup(setup, values.destination, now=call.now)
    setup.ignore_integration_user_changes = values.ignore_integration_user_changes
    setup.web_client_url = values.web_client_url
    return setup


def _test(call: Call) -> Outcome:
    """Tests what was entered, or what is saved; only what passes is saved."""
    setup = _entered(call) if "values" in call.inputs else ConnectionSetup.get()
    test = test_connection(setup=setup)
    if not test.has_passed:
        return Outcome("connection_test_failed", {"results": as_data(test.results)}, Level.ERROR)
    if "values" in call.inputs:
        _keep(setup, call)
    solution = check_solution(setup=setup, now=call.now)
    return Outcome("connection_tested", {"results": as_data((*test.results, *solution))})


def _enable(call: Call) -> Outcome:
    """With an administrator's ``sign_in`` the integration solution is deployed first (C&S 10.4)."""
    restored = _deployed(call).restored if "sign_in" in call.inputs else ()
    setup = ConnectionSetup.get()
    results = enable(setup=setup, now=call.now)
    solution = check_solution(setup=setup, now=call.now)
    params = {"results": as_data((*results, *solution)), "restored": _restored(restored)}
    return Outcome("connection_enabled", params)


def _disable(call: Call) -> Outcome:
    result = disable(setup=ConnectionSetup.get())
    if result.outcome is Found.OK:
        return Outcome("connection_disabled")
    return Outcome("connection_disabled_with_warning", result.params, Level.WARNING)


def _redeploy(call: Call) -> Outcome:
    """``sign_in`` is an administrator's answer from the CRM."""
    deployment = _deployed(call)
    publication = publish_again(ConnectionSetup.get())
    params = {
        "results": as_data((*results_of(deployment.remaining), *publication)),
        "restored": _restored(deployment.restored),
    }
    if not deployment.is_complete or any(found.outcome is not Found.OK for found in publication):
        return Outcome("solution_incomplete", params, Level.WARNING)
    return Outcome("solution_redeployed" if deployment.restored else "solution_unchanged", params)


def _deployed(call: Call) -> Deployment:
    setup = ConnectionSetup.get()
    administrator = signed_in_administrator(setup=setup, answer=call.inputs["sign_in"], now=call.now)
    return redeploy(setup=setup, administrator=administrator, now=call.now)


def _restored(differences: Iterable[Difference]) -> list[dict[str, object]]:
    return [{"code": found.restored_code, "params": dict(found.params)} for found in differences]


def as_data(results: tuple[CheckResult, ...]) -> list[dict[str, object]]:
    """Results as plain values, for a session or an API."""
    return [
        {"code": found.code, "outcome": found.outcome.value, "params": dict(found.params)}
        for found in results
    ]


def _action(name: str, label: object, effect: object, **more: object) -> Action:
    return Action(
        name=name,
        label=label,  # type: ignore[arg-type]
        subject=Subject.CONNECTION,
        permission=EDIT_CONNECTION,
        effect=effect,  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


SAVE_CONNECTION = _action("save_connection", _("Save"), _save, icon="edit")
REDEPLOY_SOLUTION = _action(
    "redeploy_solution", _("Redeploy Integration Solution"), _redeploy, page="redeploy_solution", icon="setup"
)
TEST_CONNECTION = _action("test_connection", _("Test Connection"), _test, icon="test")
ENABLE_CONNECTION = _action("enable_connection", _("Enable"), _enable, page="enable_connection", icon="play")
DISABLE_CONNECTION = _action(
    "disable_connection", _("Disable"), _disable, page="disable_connection", icon="stop", is_dangerous=True
)
