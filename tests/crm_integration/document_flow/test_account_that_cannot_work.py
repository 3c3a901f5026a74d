"""An account of order integration that is disabled, lost its role, or is not the one any more."""

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from crm.models import SystemUser, SystemUserRole
from crm_integration.connection.connect import connect
from crm_integration.connection.destination import Destination
from crm_integration.connection.redeploy import redeploy
from crm_integration.connection.solution.deploy import deploy
from crm_integration.connection.solution_status import check_solution, user_of_application
from crm_integration.connection.test_connection import test_connection as connection_test
from crm_integration.dataverse.client import DataverseClient
from crm_integration.document_flow.sales_orders.create_later import SALES_ORDERS_LATER
from crm_integration.job_queue import enqueue
from crm_integration.models import ConnectionSetup, Job
from crm_integration.sentences import sentence
from erp.operations.release_sales_document import release_sales_document
from tests.crm_integration.connection.signing_in import SETUP, administrator
from tests.crm_integration.document_flow.invoices import create, sold
from tests.crm_integration.document_flow.sales import Sales
from tests.crm_integration.document_flow.test_account_statistics import shown
from tests.crm_integration.document_flow.test_order_integration_user import PAGE, enable
from tests.switches import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
FAILED, FINISHED = Job.Status.FAILED, Job.Status.FINISHED
REFUSED = "order_account_refused"


def lose_role(sales: Sales, user: Any) -> None:
    SystemUserRole.objects.filter(systemuser=user.pk).delete()


def disable_user(sales: Sales, user: Any) -> None:
    sales.systems.change(user, isdisabled=True)


def create_later(sales: Sales, order: Any) -> tuple[str, str]:
    job = sales.systems.work(SALES_ORDERS_LATER.ask_for([order.pk]).pk)
    return job.status, job.message_code


def account_check(sales: Sales) -> list[str]:
    """What Test Connection says of the account."""
    results = connection_test(setup=sales.setup).results
    return [found.code for found in results if found.code.startswith("order_account")]


def read(browser: Client, url: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.get(url).content.decode()))


@pytest.mark.parametrize(
    ("make_unfit", "warning"),
    [(disable_user, "order_account_disabled"), (lose_role, "order_account_lacks_role")],
)
def test_an_account_that_may_not_work_is_told_until_it_may_again(
    sales: Sales,
    deployer: DataverseClient,
    opal: Any,
    processor: Client,
    make_unfit: Callable[[Sales, Any], None],
    warning: str,
) -> None:
    enable(sales, deployer, opal)
    assert account_check(sales) == ["order_account_ready"]
    make_unfit(sales, opal)
    order = sales.order()
    assert create_later(sales, order) == (FAILED, REFUSED)
    sales.systems.edit(sales.customer, city="Oslo")
    sales.systems.run("CUSTOMER")
    said = "does not let the account Opal Berge handle sales order integration"
    kim = administrator().browser
    pages = [read(kim, SETUP), read(processor, "/admin/sales-orders-crm/")]
    assert ([said in page for page in pages], account_check(sales)) == ([True, True], [warning])
    assert f'<a href="{PAGE}">' in kim.get(SETUP).content.decode()
    assert "The account Opal Berge, which handles sales order integration," in read(kim, PAGE)
    SystemUser.objects.update(isdisabled=False)
    redeploy(setup=sales.setup, administrator=deployer, now=timezone.now())
    assert (create_later(sales, order), ConnectionSetup.get().disable_reason) == ((FINISHED, ""), "")


def test_the_role_that_the_account_lost_is_given_back_by_redeploying(
    sales: Sales, deployer: DataverseClient, opal: Any
) -> None:
    enable(sales, deployer, opal)
    lose_role(sales, opal)
    (missing,) = check_solution(setup=sales.setup, now=timezone.now())
    assert (missing.code, missing.params["user"]) == ("solution_user_role_missing", "Opal Berge")
    deployment = redeploy(setup=sales.setup, administrator=deployer, now=timezone.now())
    assert ([found.code for found in deployment.restored], deployment.remaining) == (
        ["solution_user_role_missing"],
        (),
    )


def test_choosing_another_account_ends_the_trouble(
    sales: Sales, deployer: DataverseClient, opal: Any
) -> None:
    enable(sales, deployer, opal)
    disable_user(sales, opal)
    order = sales.order()
    create_later(sales, order)
    enable(sales, deployer)
    assert (ConnectionSetup.get().disable_reason, account_check(sales)) == ("", ["order_account_ready"])


def test_what_customers_owe_is_told_without_the_account(
    sales: Sales, deployer: DataverseClient, opal: Any
) -> None:
    assert create(sales, sold(sales)).problem is None
    enable(sales, deployer, opal)
    disable_user(sales, opal)
    job = sales.systems.work(enqueue(kind="customer_statistics").pk)
    assert shown(sales, "nav_balancelcy") == (Decimal("79.5"),)
    assert (job.message_code, ConnectionSetup.get().disable_reason) == (REFUSED, REFUSED)


def test_what_became_of_orders_waits_for_the_account(
    sales: Sales, deployer: DataverseClient, opal: Any
) -> None:
    enable(sales, deployer, opal)
    header = sales.created(sales.order())
    disable_user(sales, opal)
    release_sales_document(record_id=header.id)
    arguments = {"mapping": "SALESORDER-ORDER", "scope": "modified"}
    job = sales.systems.work(enqueue(kind="synchronize", arguments=arguments).pk)
    assert (job.message_code, ConnectionSetup.get().disable_reason) == (REFUSED, REFUSED)


def test_another_application_writes_documents_itself_and_the_account_is_chosen_again(
    sales: Sales, deployer: DataverseClient
) -> None:
    enable(sales, deployer)
    before = sales.setup.integration_user_id
    answer = io.StringIO()
    call_command("crm_register_application", "Another App", no_role=True, stdout=answer, stderr=io.StringIO())
    given = dict(line.split(": ", 1) for line in answer.getvalue().splitlines() if ": " in line)
    deploy(deployer, users=user_of_application(given["client id"].strip()))
    switch_off()
    connect(
        Destination(
            environment_url=settings.EMBEDDED_CRM_URL,
            tenant=given["tenant"].strip(),
            client_id=given["client id"].strip(),
            client_secret=given["client secret"].strip(),
        ),
        now=timezone.now(),
    )
    SystemUser.objects.filter(pk=before).update(isdisabled=True)
    assert create_later(sales, sales.order()) == (FINISHED, "")
    assert (sales.setup.order_integration_user_id, account_check(sales)) == (
        None,
        ["order_account_not_marked"],
    )
    assert "No account was chosen so far" in read(administrator().browser, PAGE)


def test_another_user_is_shown_where_another_is_chosen(
    sales: Sales, deployer: DataverseClient, opal: Any
) -> None:
    enable(sales, deployer, opal)
    shown_now = administrator().browser.get(PAGE).content.decode()
    assert 'value="opal@example.com"' in shown_now.partition("<datalist")[0]


@pytest.mark.parametrize("code", ["ready", "missing", "disabled", "lacks_role", "not_marked", "refused"])
def test_every_sentence_of_the_account_names_it(code: str) -> None:
    said = sentence(f"order_account_{code}", {"user": "Opal", "role": "Clerk"})
    assert ("Opal" in said, "…" in said) == (True, False)
