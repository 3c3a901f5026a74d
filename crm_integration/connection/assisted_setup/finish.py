"""Finish: what was drafted is deployed, set up and switched on, by the operations of the other pages.

Until the connection is on nothing of the draft is stored in the setup, and repeating it goes on from there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from crm_integration.connection.assisted_setup.draft import chosen_mappings, setup_of
from crm_integration.connection.check_result import CheckResult, refused
from crm_integration.connection.enable import enable
from crm_integration.connection.order_integration_user import user_named
from crm_integration.connection.redeploy import redeploy
from crm_integration.connection.solution_status import check_solution
from crm_integration.connection.switch_item_availability import enable_item_availability
from crm_integration.connection.switch_sales_order_integration import (
    AUTOMATIC,
    enable_sales_order_integration,
    switch_automatic,
)
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import AssistedSetupDraft, ConnectionSetup


@dataclass(frozen=True)
class Finished:
    """What the checks found, and what was refused although the connection is on."""

    results: tuple[CheckResult, ...]
    left: tuple[CheckResult, ...]


def finish(draft: AssistedSetupDraft, *, administrator: DataverseClient | None, now: datetime) -> Finished:
    """``administrator`` is who signed in, where the draft needs somebody.

    Raises DataverseError, ConnectionNotReady or UnitGroupsFixed; the draft stays then. What follows the
    connection is refused for itself alone, and is done on its own page.
    """
    setup = setup_of(draft, now=now)
    if draft.imports_solution and administrator is not None:
        redeploy(setup=setup, administrator=administrator, now=now)
    results = enable(
        setup=setup,
        now=now,
        chosen=chosen_mappings(draft),
        with_sales=draft.enables_sales_integration,
    )
    solution = check_solution(setup=setup, now=now)
    left = (*_order_integration(draft, administrator, now), *_item_availability(draft, now))
    draft.delete()
    return Finished((*results, *solution), left)


def _order_integration(
    draft: AssistedSetupDraft, administrator: DataverseClient | None, now: datetime
) -> tuple[CheckResult, ...]:
    if not draft.enables_sales_order_integration or administrator is None:
        return ()
    setup = ConnectionSetup.get()

    def switch() -> None:
        called = draft.order_integration_user_name
        user_id = user_named(administrator, called).id if called else None
        enable_sales_order_integration(setup=setup, administrator=administrator, now=now, user_id=user_id)
        for name in AUTOMATIC:
            switch_automatic(setup=setup, switch=name, is_on=getattr(draft, name), now=now)

    return _tried(switch)


def _item_availability(draft: AssistedSetupDraft, now: datetime) -> tuple[CheckResult, ...]:
    if not draft.publishes_item_availability:
        return ()

    def publish() -> None:
        enable_item_availability(
            setup=ConnectionSetup.get(),
            url=draft.item_availability_url,
            user_name=draft.item_availability_user_name,
            key=draft.item_availability_key,
            now=now,
        )

    return _tried(publish)


def _tried(effect: Callable[[], None]) -> tuple[CheckResult, ...]:
    try:
        effect()
    except DataverseError as error:
        return (refused(error),)
    return ()
