"""What an administrator does with the connection: save, test, deploy what it needs, switch it on and off."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Level, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import EDIT_CONNECTION, EDIT_MAPPINGS
from crm_integration.connection.addresses import web_client_url
from crm_integration.connection.change_web_client_url import change_web_client_url
from crm_integration.connection.check_result import CheckResult
from crm_integration.connection.check_result import Outcome as Found
from crm_integration.connection.compare_mappings import changed_mappings
from crm_integration.connection.destination import Destination, point_setup
from crm_integration.connection.disable import SalesIntegrationIsOn, disable
from crm_integration.connection.enable import enable
from crm_integration.connection.publish_item_availability import publish_again
from crm_integration.connection.redeploy import redeploy
from crm_integration.connection.save_changes import changed_columns, save_columns
from crm_integration.connection.sign_in.complete import signed_in_administrator
from crm_integration.connection.solution.deploy import Deployment
from crm_integration.connection.solution.differences import Difference
from crm_integration.connection.solution_status import check_solution, results_of
from crm_integration.connection.switch_sales_integration import (
    disable_sales_integration,
    enable_sales_integration,
)
from crm_integration.connection.test_connection import test_connection
from crm_integration.connection.unit_groups import UnitGroupsFixed, choose_unit_groups
from crm_integration.connection.use_default_setup import MappingChangedMeanwhile, use_default_setup
from crm_integration.models import ConnectionSetup
from crm_integration.synch_engine.mapping_store import UnknownMapping


@dataclass(frozen=True)
class ConnectionValues:
    """What the page asks for; a blank ``client_secret`` keeps the one that is saved. On premises it is the
    user's password.

    ``shown`` is the fingerprint of the setup as it was shown; blank, as it is when the action begins.
    """

    environment_url: str
    authentication_type: str
    tenant: str
    client_id: str
    client_secret: str = field(repr=False)
    ignore_integration_user_changes: bool
    web_client_url: str
    unit_group_mapping_enabled: bool = False
    connection_string: str = field(default="", repr=False)
    sign_in_authority: str = ""
    sdk_version: str = ""
    shown: str = ""

    @property
    def destination(self) -> Destination:
        return Destination(
            environment_url=self.environment_url,
            authentication_type=self.authentication_type,
            tenant=self.tenant,
            client_id=self.client_id,
            client_secret=self.client_secret,
            connection_string=self.connection_string,
            sign_in_authority=self.sign_in_authority,
            sdk_version=self.sdk_version,
        )


def _save(call: Call) -> Outcome:
    troubles = [found for found in _keep(_entered(call), call) if found.outcome is not Found.OK]
    if troubles:
        return Outcome(troubles[0].code, troubles[0].params, Level.WARNING)
    return Outcome("connection_saved")


@dataclass(frozen=True)
class _Entered:
    """The setup with what was entered, not saved, and the columns that this changes."""

    setup: ConnectionSetup
    columns: tuple[str, ...]
    shown: str


def _entered(call: Call) -> _Entered:
    """Raises DataverseError."""
    setup, stored, values = ConnectionSetup.get(), ConnectionSetup.get(), call.inputs["values"]
    point_setup(setup, values.destination, now=call.now)
    setup.ignore_integration_user_changes = values.ignore_integration_user_changes
    return _Entered(setup, changed_columns(setup, since=stored), values.shown or fingerprint(stored))


def _keep(entered: _Entered, call: Call) -> tuple[CheckResult, ...]:
    """Saves what was entered and nothing else; returns what the CRM said to another address of ours.

    Raises ActionRefused, and saves nothing then.
    """
    values = call.inputs["values"]
    with transaction.atomic():
        _refuse_changed(entered.shown)
        save_columns(entered.setup, entered.columns)
        try:
            choose_unit_groups(is_wanted=values.unit_group_mapping_enabled, now=call.now)
        except UnitGroupsFixed as fixed:
            raise ActionRefused(fixed.code, **fixed.params) from fixed
    return change_web_client_url(url=values.web_client_url, now=call.now)


def _refuse_changed(shown: str) -> None:
    """What somebody else saved or switched since the page was shown is not overwritten unseen."""
    stored = ConnectionSetup.objects.select_for_update().filter(pk=1).first() or ConnectionSetup(pk=1)
    if shown != fingerprint(stored):
        raise ActionRefused("connection_changed_meanwhile")


def fingerprint(setup: ConnectionSetup) -> str:
    """Says whether what a page shows and saves of the setup is still the same, and whether the connection is
    on; tells nothing of a secret.
    """
    shown = {each.name for each in fields(ConnectionValues)} - {"client_secret", "shown"}
    values = [str(getattr(setup, name)) for name in (*sorted(shown), "client_secret_saved_at", "is_enabled")]
    return sha256("\n".join(values).encode()).hexdigest()


def _test(call: Call) -> Outcome:
    """Tests what was entered, or what is saved; only what passes is saved."""
    entered = _entered(call) if "values" in call.inputs else None
    setup = entered.setup if entered else ConnectionSetup.get()
    test = test_connection(setup=setup)
    if not test.has_passed:
        return Outcome("connection_test_failed", {"results": as_data(test.results)}, Level.ERROR)
    told = _keep(entered, call) if entered else ()
    solution = check_solution(setup=setup, now=call.now)
    return Outcome("connection_tested", {"results": as_data((*test.results, *solution, *told))})


def _enable(call: Call) -> Outcome:
    """With an administrator's ``sign_in`` the integration solution is deployed first (C&S 10.4).

    ``restored``: mappings that shall become as they are delivered, with the row versions that were shown.
    """
    restored = _deployed(call).restored if "sign_in" in call.inputs else ()
    setup = ConnectionSetup.get()
    with refusing_changed_mappings():
        results = enable(setup=setup, now=call.now, restored=call.inputs.get("restored"))
    solution = check_solution(setup=setup, now=call.now)
    params = {"results": as_data((*results, *solution)), "restored": _restored(restored)}
    return Outcome("connection_enabled", params)


def _disable(call: Call) -> Outcome:
    try:
        result = disable()
    except SalesIntegrationIsOn as is_on:
        raise ActionRefused("sales_integration_is_on") from is_on
    if result.outcome is Found.OK:
        return Outcome("connection_disabled")
    return Outcome("connection_disabled_with_warning", result.params, Level.WARNING)


def _enable_sales(call: Call) -> Outcome:
    with refusing_changed_mappings():
        results = enable_sales_integration(now=call.now, restored=call.inputs.get("restored"))
    return Outcome("sales_integration_enabled", {"results": as_data(results)})


def _disable_sales(call: Call) -> Outcome:
    result = disable_sales_integration(now=call.now)
    if result.outcome is Found.OK:
        return Outcome("sales_integration_disabled")
    return Outcome("sales_integration_disabled_with_warning", result.params, Level.WARNING)


def _reset_web_client_url(call: Call) -> Outcome:
    results = change_web_client_url(url="", now=call.now)
    troubles = [found for found in results if found.outcome is not Found.OK]
    if troubles:
        return Outcome(troubles[0].code, troubles[0].params, Level.WARNING)
    return Outcome("web_client_url_reset", {"url": web_client_url(ConnectionSetup.get())})


def _use_default_setup(call: Call) -> Outcome:
    """``restored``: the mappings, with the row versions that were shown; None asks for no version.

    Where it is not given, all mappings that differ are restored.
    """
    restored = call.inputs["restored"] if "restored" in call.inputs else _all_changed()
    if not restored and "restored" in call.inputs:
        raise ActionRefused("choose_some")
    with refusing_changed_mappings():
        use_default_setup(restored, now=call.now)
    if not restored:
        return Outcome("mappings_as_delivered")
    return Outcome("mappings_restored", {"number": len(restored), "mappings": ", ".join(restored)})


def _all_changed() -> dict[str, int | None]:
    return {changed.name: changed.row_version for changed in changed_mappings()}


@contextmanager
def refusing_changed_mappings() -> Iterator[None]:
    """What cannot be restored is refused with a sentence."""
    try:
        yield
    except MappingChangedMeanwhile as changed:
        raise ActionRefused("mapping_changed_meanwhile", mapping=changed.mapping) from changed
    except UnknownMapping as unknown:
        raise ActionRefused("unknown_mapping", mapping=unknown.name) from unknown


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
ENABLE_SALES = _action(
    "enable_sales_integration",
    _("Enable Sales Integration"),
    _enable_sales,
    page="enable_sales_integration",
    icon="play",
)
DISABLE_SALES = _action(
    "disable_sales_integration",
    _("Disable Sales Integration"),
    _disable_sales,
    page="disable_sales_integration",
    icon="stop",
    is_dangerous=True,
)
RESET_WEB_CLIENT_URL = _action(
    "reset_web_client_url",
    _("Reset Web Client URL"),
    _reset_web_client_url,
    page="reset_web_client_url",
    icon="undo",
)
USE_DEFAULT_SETUP = Action(
    name="use_default_setup",
    label=_("Use Default Synchronization Setup"),
    subject=Subject.CONNECTION,
    permission=EDIT_MAPPINGS,
    effect=_use_default_setup,
    page="use_default_setup",
    icon="undo",
    is_dangerous=True,
)
