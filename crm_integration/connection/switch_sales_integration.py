"""Switches on and off what rests on the Dataverse connection: products, prices, documents.

Source: C&S 10.4, clarification 2. What is switched on within it (order integration, item availability) rests
with it and comes back with it.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from crm_integration.connection.check_result import CheckResult, ConnectionNotReady
from crm_integration.connection.publish_item_availability import publish_again
from crm_integration.connection.register_webhook import register_or_warn
from crm_integration.connection.test_connection import test_connection
from crm_integration.connection.use_default_setup import use_default_setup
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.job_queue.entries import create_chore, hold_what_is_off, resume_what_is_on
from crm_integration.job_queue.entries.chores import CUSTOMER_STATISTICS
from crm_integration.models import ConnectionSetup
from crm_integration.synch_engine.mapping_store import switch_sales_mappings


def enable_sales_integration(
    *, now: datetime, restored: Mapping[str, int | None] | None = None
) -> tuple[CheckResult, ...]:
    """Tests the connection, and has the mappings and jobs of the layer work. Enabling again is harmless.

    ``restored`` are mappings that become as they are delivered, as in ``use_default_setup``. Raises
    DataverseError (CONFIGURATION): ``connection_is_off``; ConnectionNotReady, MappingChangedMeanwhile. Then
    nothing changes.
    """
    test = test_connection(setup=_connected())
    if test.facts is None or not test.has_passed:
        raise ConnectionNotReady(test.results)
    with transaction.atomic():
        use_default_setup(restored or {}, now=now)
        setup = _connected()
        switch_sales_on(setup, now=now)
        resume_what_is_on(now=now)
    registration = register_or_warn(setup=setup, now=now)
    publication = publish_again(setup)
    return (*test.results, registration, *publication)


def switch_sales_on(setup: ConnectionSetup, *, now: datetime) -> None:
    """In the transaction of what else is switched. Raises DataverseError: ``connection_is_off``."""
    # Asked and written in one statement: somebody may switch the connection off at this moment.
    connected = ConnectionSetup.objects.filter(pk=1, is_enabled=True)
    if not connected.update(is_sales_integration_enabled=True):
        raise _connection_is_off()
    setup.is_sales_integration_enabled = True
    switch_sales_mappings(is_on=True)
    if setup.solution_version:
        create_chore(CUSTOMER_STATISTICS, now=now)


def disable_sales_integration(*, now: datetime) -> CheckResult:
    """Couplings and mappings stay. Returns whether the CRM could be told what it notifies us of."""
    with transaction.atomic():
        ConnectionSetup.objects.filter(pk=1).update(is_sales_integration_enabled=False)
        switch_sales_mappings(is_on=False)
        hold_what_is_off()
    return register_or_warn(setup=_connected(), now=now)


def _connected() -> ConnectionSetup:
    setup = ConnectionSetup.get()
    if not setup.is_enabled:
        raise _connection_is_off()
    return setup


def _connection_is_off() -> DataverseError:
    return DataverseError(
        cure=Cure.CONFIGURATION, code="connection_is_off", message="The Dataverse connection is off."
    )
