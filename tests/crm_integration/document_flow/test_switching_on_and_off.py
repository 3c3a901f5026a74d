"""Order integration is switched on by an administrator of the CRM, and off while nothing is under way."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.orders import cancel_order
from crm.models import Organization
from crm_integration.connection.administrator import administrator_of_embedded
from crm_integration.connection.enable import enable as enable_connection
from crm_integration.connection.redeploy import redeploy
from crm_integration.connection.solution_status import check_solution
from crm_integration.connection.switch_sales_order_integration import (
    disable_sales_order_integration,
    enable_sales_order_integration,
    switch_automatic,
)
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup, Coupling, JobQueueEntry
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
STATISTICS = "CUSTOMER STATISTICS"
FOLLOWING = {"SALES ORDER STATUS", "SALES ORDER NOTES", STATISTICS}


@pytest.fixture
def administrator(sales: Sales) -> DataverseClient:
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=False)
    return administrator_of_embedded()


def enable(sales: Sales, administrator: DataverseClient) -> None:
    redeploy(setup=sales.setup, administrator=administrator, now=timezone.now())
    enable_sales_order_integration(setup=sales.setup, administrator=administrator, now=timezone.now())


def jobs() -> set[str]:
    wanted = FOLLOWING | {"AUTO CREATE SALES ORDERS"}
    return set(JobQueueEntry.objects.filter(code__in=wanted).values_list("code", flat=True))


def is_told() -> bool:
    return bool(Organization.objects.values_list("issopintegrationenabled", flat=True).get())


def refused(code: str) -> Any:
    return pytest.raises(DataverseError, match=code)


def test_the_crm_is_told_and_the_jobs_are_there(sales: Sales, administrator: DataverseClient) -> None:
    enable(sales, administrator)
    assert (is_told(), sales.setup.is_sales_order_integration_enabled, jobs()) == (True, True, FOLLOWING)
    switch_automatic(setup=sales.setup, switch="auto_create_sales_orders", is_on=True, now=timezone.now())
    assert jobs() == FOLLOWING | {"AUTO CREATE SALES ORDERS"}


def test_it_needs_the_integration_solution(sales: Sales, administrator: DataverseClient) -> None:
    with refused("solution_needed"):
        enable_sales_order_integration(setup=sales.setup, administrator=administrator, now=timezone.now())
    assert not is_told()


def test_it_stays_on_while_orders_are_submitted(sales: Sales, administrator: DataverseClient) -> None:
    enable(sales, administrator)
    order = sales.order()
    with refused("orders_are_submitted"):
        disable_sales_order_integration(setup=sales.setup, administrator=administrator, now=timezone.now())
    assert is_told()
    cancel_order(order_id=order.pk, caller=system_caller())
    disable_sales_order_integration(setup=sales.setup, administrator=administrator, now=timezone.now())
    assert (is_told(), jobs()) == (False, {STATISTICS})


def test_nothing_goes_by_itself_while_it_is_off(sales: Sales, administrator: DataverseClient) -> None:
    with refused("order_integration_is_off"):
        switch_automatic(setup=sales.setup, switch="auto_create_sales_orders", is_on=True, now=timezone.now())


def test_statistics_are_kept_as_soon_as_the_solution_is_there_whatever_becomes_of_orders(
    sales: Sales, administrator: DataverseClient
) -> None:
    assert jobs() == set()
    redeploy(setup=sales.setup, administrator=administrator, now=timezone.now())
    assert jobs() == {STATISTICS}
    JobQueueEntry.objects.filter(code=STATISTICS).update(minutes_between_runs=60)
    check_solution(setup=sales.setup, now=timezone.now())
    assert JobQueueEntry.objects.get(code=STATISTICS).minutes_between_runs == 60


def test_while_the_connection_is_off_statistics_wait_for_it(
    sales: Sales, administrator: DataverseClient
) -> None:
    ConnectionSetup.objects.update(is_enabled=False)
    redeploy(setup=sales.setup, administrator=administrator, now=timezone.now())
    assert jobs() == set()
    enable_connection(setup=sales.setup, now=timezone.now())
    check_solution(setup=sales.setup, now=timezone.now())
    assert jobs() == {STATISTICS}


def test_another_environment_begins_without_statistics(sales: Sales, administrator: DataverseClient) -> None:
    redeploy(setup=sales.setup, administrator=administrator, now=timezone.now())
    Coupling.objects.all().delete()
    ConnectionSetup.objects.update(organization_id=uuid4(), statistics_synched_at=timezone.now())
    enable_connection(setup=sales.setup, now=timezone.now())
    assert (jobs(), sales.setup.statistics_synched_at) == (set(), None)
