"""Order integration is handled by an account of the CRM that an administrator chooses."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from crm.business_rules.registration import grant_role
from crm.models import Organization, SystemUser, SystemUserRole
from crm_integration.connection.solution.integration_solution import INTEGRATION_USER_ROLE
from crm_integration.connection.switch_sales_order_integration import (
    disable_sales_order_integration,
    enable_sales_order_integration,
)
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.sales_orders.create_later import SALES_ORDERS_LATER
from crm_integration.models import ConnectionSetup
from erp.models import SalesHeader
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.release_sales_document import release_sales_document
from tests.crm_integration.connection.signing_in import SETUP, administrator
from tests.crm_integration.document_flow.sales import Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
NOTIFIED = re.compile("serviceendpoints|sdkmessageprocessingsteps")
PAGE = f"{SETUP}sales-order-integration/"


def enable(sales: Sales, deployer: DataverseClient, user: Any = None) -> None:
    enable_sales_order_integration(
        setup=sales.setup, administrator=deployer, now=timezone.now(), user_id=user.pk if user else None
    )


def disable(sales: Sales, deployer: DataverseClient) -> None:
    disable_sales_order_integration(setup=sales.setup, administrator=deployer, now=timezone.now())


def state() -> tuple[bool, str, set[str]]:
    """Whether it is on, the account that we know of, and the integration users of the CRM."""
    setup = ConnectionSetup.get()
    marked = SystemUser.objects.filter(isintegrationuser=True).values_list("fullname", flat=True)
    return (
        setup.is_sales_order_integration_enabled,
        setup.order_integration_user_name,
        {str(name) for name in marked},
    )


def make_salesperson(sales: Sales, user: Any) -> None:
    sales.systems.change(user, islicensed=True)
    sales.systems.couple(sales.systems.salesperson("OB"), user, "SALESPEOPLE")


def roles_of(user: Any) -> list[str]:
    return list(SystemUserRole.objects.filter(systemuser=user.pk).values_list("role__name", flat=True))


def told(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_the_integration_user_handles_it_unless_another_account_is_chosen(
    sales: Sales, deployer: DataverseClient
) -> None:
    for _ in range(2):
        enable(sales, deployer)
        assert state() == (True, sales.setup.integration_user_name, {sales.setup.integration_user_name})
    disable(sales, deployer)
    assert state() == (False, sales.setup.integration_user_name, set())


def test_another_account_gets_the_role_and_hands_over(
    sales: Sales, deployer: DataverseClient, opal: Any
) -> None:
    enable(sales, deployer, opal)
    assert (state(), roles_of(opal)) == ((True, "Opal Berge", {"Opal Berge"}), [INTEGRATION_USER_ROLE])
    sales.systems.sent.requests.clear()
    enable(sales, deployer, opal)
    assert [path for _, path in sales.systems.sent.writes if not NOTIFIED.match(path)] == []
    enable(sales, deployer)
    ours = sales.setup.integration_user_name
    assert state() == (True, ours, {ours})


def test_an_account_that_was_an_integration_user_before_stays_one(
    sales: Sales, deployer: DataverseClient, opal: Any
) -> None:
    sales.systems.change(opal, isintegrationuser=True)
    enable(sales, deployer, opal)
    disable(sales, deployer)
    assert state() == (False, "Opal Berge", {"Opal Berge"})


@pytest.mark.parametrize(
    ("code", "make_unfit"),
    [
        ("order_user_disabled", lambda sales, user: sales.systems.change(user, isdisabled=True)),
        (
            "order_user_is_administrator",
            lambda sales, user: grant_role(user_id=user.pk, role="System Administrator"),
        ),
        ("order_user_is_salesperson", lambda sales, user: make_salesperson(sales, user)),
        ("order_user_sells", lambda sales, user: grant_role(user_id=user.pk, role="Salesperson")),
        ("order_user_sells", lambda sales, user: sales.systems.account(ownerid=user)),
        ("order_user_unknown", lambda sales, user: SystemUser.objects.filter(pk=user.pk).delete()),
    ],
)
def test_an_account_that_does_not_fit_is_refused_and_nothing_changes(
    sales: Sales,
    deployer: DataverseClient,
    opal: Any,
    code: str,
    make_unfit: Callable[[Sales, Any], object],
) -> None:
    make_unfit(sales, opal)
    sales.systems.sent.requests.clear()
    with pytest.raises(DataverseError, match=code):
        enable(sales, deployer, opal)
    assert (state(), sales.systems.sent.writes) == ((False, "", set()), [])
    assert not Organization.objects.get().issopintegrationenabled


def test_what_becomes_of_orders_is_written_on_behalf_of_the_account(
    sales: Sales, deployer: DataverseClient, opal: Any
) -> None:
    enable(sales, deployer, opal)
    order = sales.order(sales.line(quantity=4), discountpercentage=Decimal(10), freightamount=Decimal(25))
    sales.systems.work(SALES_ORDERS_LATER.ask_for([order.pk]).pk)
    header = SalesHeader.objects.get()
    assert now(order, "modifiedby_id") == opal.pk
    modify_sales_document(record_id=header.id, values={"requested_delivery_date": date(2030, 1, 2)})
    release_sales_document(record_id=header.id)
    sales.systems.run("SALESORDER-ORDER")
    sent = now(order, "requestdeliveryby", "totalamount", "modifiedby_id")
    assert (sent[0].date(), *sent[1:]) == (date(2030, 1, 2), Decimal("311.20"), opal.pk)
    sales.systems.change(sales.account(), as_user=opal.pk, address1_city="Moss")
    assert sales.systems.run("CUSTOMER") == {"<- integration_user": 1}


def test_an_administrator_chooses_the_account_on_the_page(
    sales: Sales, deployer: DataverseClient, opal: Any
) -> None:
    kim = administrator()
    offered = kim.browser.get(PAGE).content.decode()
    assert "The integration user" in offered and '<option value="opal@example.com">Opal Berge' in offered
    address = kim.begin(PAGE, account="other_user", user_name="opal@example.com")
    (said,) = told(kim.come_back(kim.agree(address)))
    assert said.startswith("Sales order integration is on.")
    assert state() == (True, "Opal Berge", {"Opal Berge"})
    assert "Opal Berge" in kim.browser.get(PAGE).content.decode()
    assert "Opal Berge" in kim.browser.get(SETUP).content.decode()
    kim.come_back(kim.agree(kim.begin(PAGE, _change="1", account="integration_user")))
    assert state()[2] == {sales.setup.integration_user_name}
    kim.come_back(kim.agree(kim.begin(PAGE, _switch_off="1")))
    assert state()[0] is False


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"user_name": ""}, "Name the user."),
        ({"user_name": "O'Hara"}, "Dynamics 365 Sales has no user O&#x27;Hara."),
        ({"user_name": "kim"}, "Kim Moe is a System Administrator."),
        ({"account": "nobody"}, "Select a valid choice."),
    ],
)
def test_the_page_says_why_an_account_does_not_fit(
    sales: Sales, deployer: DataverseClient, given: dict[str, str], sentence: str
) -> None:
    answer = administrator().browser.post(PAGE, {"account": "other_user", **given})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert state() == (False, "", set())
