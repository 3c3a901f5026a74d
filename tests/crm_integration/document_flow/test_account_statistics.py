"""What a customer owes and has bought stands on the account."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from crm_integration.connection.administrator import administrator_of_embedded
from crm_integration.connection.redeploy import redeploy
from crm_integration.dataverse.clients import client_for
from crm_integration.document_flow.account_statistics.update import Updated, update_account_statistics
from crm_integration.job_queue import enqueue
from erp.operations.post_sales_document import post_sales_document
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SET, POINTER = "nav_accountstatisticses", "nav_accountstatisticsid"


@pytest.fixture
def deployed(sales: Sales) -> Sales:
    redeploy(setup=sales.setup, administrator=administrator_of_embedded(), now=timezone.now())
    return sales


def update(sales: Sales) -> Updated:
    return update_account_statistics(
        client_for(sales.setup), [sales.customer.id], setup=sales.setup, today=timezone.localdate()
    )


def shown(sales: Sales, *columns: str) -> Any:
    client = client_for(sales.setup)
    pointer = client.retrieve("accounts", sales.account_id, select=(POINTER,)).values[POINTER]
    values = client.retrieve(SET, pointer.id, select=columns).values
    return tuple(values[name] for name in columns)


def test_an_account_points_to_the_statistics_of_its_customer(deployed: Sales) -> None:
    header = deployed.created(deployed.order())
    post_sales_document(record_id=header.id, ship=True, invoice=True)
    assert update(deployed) == Updated(inserted=1)
    assert shown(deployed, "nav_customerno", "nav_balancelcy", "nav_totalsaleslcy", "nav_totallcy") == (
        deployed.customer.no,
        Decimal(159),
        Decimal(159),
        Decimal(159),
    )


def test_only_what_changed_is_written(deployed: Sales) -> None:
    update(deployed)
    deployed.systems.sent.requests.clear()
    assert update(deployed) == Updated(unchanged=1)
    assert deployed.systems.sent.writes == []
    deployed.created(deployed.order())
    assert update(deployed) == Updated(modified=1)
    assert shown(deployed, "nav_outstandingorderslcy") == (Decimal(159),)


def test_the_job_looks_at_everybody_first_and_then_at_those_who_moved(deployed: Sales) -> None:
    deployed.systems.work(enqueue(kind="customer_statistics").pk)
    assert shown(deployed, "nav_balancelcy") == (0,)
    header = deployed.created(deployed.order())
    post_sales_document(record_id=header.id, ship=True, invoice=True)
    deployed.systems.work(enqueue(kind="customer_statistics").pk)
    assert shown(deployed, "nav_balancelcy") == (Decimal(159),)
