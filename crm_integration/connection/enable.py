"""Switches the Dataverse connection on, and Sales integration with it where that is wanted."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from crm_integration.connection.check_result import CheckResult, ConnectionNotReady
from crm_integration.connection.choose_mappings import ChosenMappings, choose_mappings
from crm_integration.connection.destination import WHERE_IT_LEADS
from crm_integration.connection.environment_facts import EnvironmentFacts
from crm_integration.connection.order_integration_user import forget_order_user
from crm_integration.connection.publish_item_availability import publish_again
from crm_integration.connection.register_webhook import register_or_warn
from crm_integration.connection.save_changes import changed_columns, save_columns
from crm_integration.connection.switch_sales_integration import switch_sales_on
from crm_integration.connection.switch_sales_order_integration import leave_orders
from crm_integration.connection.test_connection import test_connection
from crm_integration.connection.use_default_setup import use_default_setup
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.job_queue.entries import remove_chore, resume_what_is_on
from crm_integration.job_queue.entries.chores import CUSTOMER_STATISTICS, ITEM_AVAILABILITY
from crm_integration.models import ConnectionSetup, IntegrationTableMapping
from crm_integration.synch_engine.mapping_store import seed_mappings
from erp.models import GeneralLedgerSetup
from erp.operations.save_setup import save_setup
from erp.queries.local_currency import local_currency_code

TESTED = (*WHERE_IT_LEADS, "sdk_version", "client_secret_saved_at")


def enable(
    *,
    setup: ConnectionSetup,
    now: datetime,
    chosen: ChosenMappings | None = None,
    with_sales: bool = False,
    restored: Mapping[str, int | None] | None = None,
) -> tuple[CheckResult, ...]:
    """Tests, remembers the environment, adds mappings and jobs that are missing, resumes the jobs.

    Mappings that are there stay as they were edited; with ``chosen`` those are on that were chosen, before
    any of their jobs can run. ``with_sales`` switches Sales integration on, too; without it, that stays as
    it is. ``restored`` are mappings that become as they are delivered, as in ``use_default_setup``. Enabling
    again is harmless. Raises ConnectionNotReady, and for what was chosen UnitGroupsFixed or
    MappingChangedMeanwhile, DataverseError (``connection_changed_meanwhile``) where somebody had it lead
    elsewhere during the test; then nothing is stored.
    """
    stored = ConnectionSetup.get()
    test = test_connection(setup=setup)
    if test.facts is None or not test.has_passed:
        raise ConnectionNotReady(test.results)
    with transaction.atomic():
        _refuse_untested(setup, stored)
        _remember(setup, test.facts, now)
        save_columns(setup, ("is_enabled", *changed_columns(setup, since=stored)))
        _take_over_local_currency(test.facts)
        seed_mappings()
        if chosen is not None:
            choose_mappings(chosen, now=now)
            setup.unit_group_mapping_enabled = chosen.by_unit_group
        use_default_setup(restored or {}, now=now)
        if with_sales:
            switch_sales_on(setup, now=now)
        resume_what_is_on(now=now)
    registration = register_or_warn(setup=setup, now=now)
    publication = publish_again(setup)
    return (*test.results, registration, *publication)


def _refuse_untested(setup: ConnectionSetup, stored: ConnectionSetup) -> None:
    """What is switched on is what was tested: ``setup``, which was made of ``stored``."""
    row = ConnectionSetup.objects.select_for_update().filter(pk=1).first() or ConnectionSetup(pk=1)
    columns = (*TESTED, "is_enabled") if _differ(setup, stored, TESTED) else TESTED
    if _differ(row, stored, columns):
        raise DataverseError(
            cure=Cure.CONFIGURATION,
            code="connection_changed_meanwhile",
            message="Somebody changed the connection during the test.",
        )


def _differ(one: ConnectionSetup, other: ConnectionSetup, columns: tuple[str, ...]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in columns)


def _remember(setup: ConnectionSetup, facts: EnvironmentFacts, now: datetime) -> None:
    if setup.organization_id != facts.organization_id:
        IntegrationTableMapping.objects.update(delta_link="", delta_fingerprint="", is_full_synch_needed=True)
        setup.default_price_list_id = None
        # The key was given for the former one.
        setup.is_item_availability_enabled, setup.item_availability_key = False, ""
        setup.statistics_synched_at = None
        for chore in (ITEM_AVAILABILITY, CUSTOMER_STATISTICS):
            remove_chore(chore)
        leave_orders(setup)
        forget_order_user(setup)
    setup.organization_id = facts.organization_id
    setup.business_unit_id = facts.business_unit_id
    setup.default_team_id = facts.default_team_id
    if facts.user_id != setup.integration_user_id == setup.order_integration_user_id:
        forget_order_user(setup)
    setup.integration_user_id = facts.user_id
    setup.integration_user_name = facts.user_name
    setup.base_currency_id = facts.base_currency_id
    setup.base_currency_code = facts.base_currency_code
    setup.currency_precision = facts.currency_precision
    setup.crm_version = facts.version[:30]
    setup.enabled_at = setup.enabled_at if setup.is_enabled else now
    setup.is_enabled = True
    setup.disable_reason = ""


def _take_over_local_currency(facts: EnvironmentFacts) -> None:
    """An ERP that has no local currency yet takes the CRM's base currency."""
    if not local_currency_code():
        save_setup(model=GeneralLedgerSetup, values={"lcy_code": facts.base_currency_code})
