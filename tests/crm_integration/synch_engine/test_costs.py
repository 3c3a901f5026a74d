"""What a run costs does not depend on the number of records that it need not touch."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm_integration.models import CrmDocument
from crm_integration.synch_engine.applier.problem_book import coupled_now
from tests.two_systems import TwoSystems

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

TRANSACTIONS = ("BEGIN", "SAVEPOINT", "RELEASE")


def queries_of(work: Callable[[], object]) -> int:
    """Queries on the database of the ERP and the integration, without what begins and ends transactions."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return sum(not query["sql"].startswith(TRANSACTIONS) for query in captured)


def in_step(systems: TwoSystems, customers: int) -> None:
    for number in range(customers):
        systems.customer(f"Customer {number} of {customers}")
    systems.run(scope="full")
    systems.run()


def test_a_run_with_nothing_to_do_asks_as_much_for_thirty_customers_as_for_three(
    systems: TwoSystems,
) -> None:
    in_step(systems, 3)
    few = queries_of(systems.run)
    in_step(systems, 30)
    systems.sent.requests.clear()
    assert queries_of(systems.run) == few
    assert len(systems.sent.requests) == 1


def test_taking_over_thirty_accounts_takes_as_many_queries_as_taking_over_three(systems: TwoSystems) -> None:
    in_step(systems, 1)
    queries = []
    for accounts in (3, 30):
        for number in range(accounts):
            systems.account(f"Account {number} of {accounts}")
        queries.append(queries_of(lambda: systems.run(scope="full")))
        systems.run()
    assert queries[0] == queries[1]


def test_sending_thirty_customers_takes_as_many_queries_as_sending_three(systems: TwoSystems) -> None:
    in_step(systems, 1)
    queries = []
    for customers in (3, 30):
        for number in range(customers):
            systems.customer(f"New customer {number} of {customers}")
        queries.append(queries_of(lambda: systems.run(scope="full")))
        systems.run()
    assert queries[0] == queries[1]


def test_a_coupling_reads_no_document_that_waits_for_nothing(systems: TwoSystems) -> None:
    CrmDocument.objects.create(crm_table="salesorder", crm_id=uuid4(), status="created")
    with CaptureQueriesContext(connection) as captured:
        coupled_now("customer", "account", [(uuid4(), uuid4())], now=timezone.now())
    assert [query["sql"] for query in captured if "others" in query["sql"]] == []
