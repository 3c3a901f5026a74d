"""What is wrong is refused at its step, with the sentence that says how to mend it."""

from collections.abc import Iterator
from uuid import UUID

import pytest
import requests
import responses
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.utils import timezone

from crm import metadata
from crm.business_rules.registration import grant_role, register_user
from crm.models import SystemUser, SystemUserRole
from crm_integration.connection.connect_embedded import connect_embedded
from crm_integration.dataverse.clients import forget_clients
from crm_integration.dataverse.retry import RetryPolicy
from crm_integration.models import AssistedSetupDraft, ConnectionSetup, JobQueueEntry
from crm_integration.sentences import sentence
from erp.admin.roles import ITEM_AVAILABILITY_USER
from erp.models import GeneralLedgerSetup
from erp.operations.change_web_service_key import change_web_service_key
from erp.operations.initialize_company import initialize_company
from tests.crm_integration.connection.guide import Guide, guide, place_of, problems_of
from tests.crm_integration.stage import messages_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ENTERED = {"tenant": "contoso.com", "client_id": "the-application", "client_secret": "sesame"}
URL = "Dynamics 365 Sales URL"


@pytest.fixture
def kim() -> Iterator[Guide]:
    forget_clients()
    yield guide()
    forget_clients()
    metadata.refresh()


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", f"{URL}: Enter the URL of the environment."),
        (
            "contoso",
            f"{URL}: The environment URL is not a valid URL. Enter https:// and the host name, as in the "
            "address bar of Dynamics 365 Sales.",
        ),
        ("http://crm.example.org", f"{URL}: The environment URL must begin with https://."),
        ("https://crm.example.org/main.aspx", f"{URL}: The environment URL must end after the host name."),
    ],
)
def test_a_url_that_is_none_is_refused_before_anything_is_sent(kim: Guide, url: str, problem: str) -> None:
    answer = kim.press("environment", environment_url=url, **ENTERED)
    assert (answer.status_code, problems_of(answer)) == (422, [problem])
    assert (ConnectionSetup.objects.count(), AssistedSetupDraft.objects.get().done) == (0, [])
    assert f'value="{url}"' in kim.open("environment").content.decode() or not url


def test_a_host_that_does_not_answer_is_named_as_the_urls_fault(
    kim: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "crm_integration.connection.assisted_setup.check_environment.FOR_READERS"
    monkeypatch.setattr(module, RetryPolicy(attempts=1))
    with responses.RequestsMock() as network:
        token = "https://crm.example.org/contoso.com/oauth2/v2.0/token"
        network.post(token, body=requests.ConnectionError("no route"))
        answer = kim.press("environment", environment_url="https://crm.example.org", **ENTERED)
    (problem,) = problems_of(answer)
    assert problem.startswith(f"{URL}: Dynamics 365 Sales cannot be reached. Check the environment URL")


def test_a_port_that_does_not_speak_tls_is_not_blamed_on_a_certificate(kim: Guide) -> None:
    with responses.RequestsMock() as network:
        token = "https://localhost:8310/contoso.com/oauth2/v2.0/token"
        network.post(token, body=requests.exceptions.SSLError("[SSL: WRONG_VERSION_NUMBER] wrong version"))
        answer = kim.press("environment", environment_url="https://localhost:8310", **ENTERED)
    (problem,) = problems_of(answer)
    assert problem.startswith(f"{URL}: The host does not answer over https at this address. Check the")


def test_a_tenant_that_the_directory_does_not_know_is_named_beside_its_field(kim: Guide) -> None:
    kim.press("environment", "_embedded")
    secret = AssistedSetupDraft.objects.get().client_secret
    answer = kim.press("environment", tenant="fabrikam.com", client_secret=secret)
    (problem,) = problems_of(answer)
    assert problem.startswith(
        "Tenant: The directory does not know this tenant. Enter the directory (tenant) ID"
    )


def test_a_secret_goes_nowhere_else_and_the_page_says_why_it_asks_again(kim: Guide) -> None:
    kim.press("environment", environment_url="contoso", **ENTERED)
    before = kim.open("environment").content.decode()
    assert "It has to be entered again when it would go elsewhere" in before
    answer = kim.press("environment", environment_url="https://crm.example.org")
    (problem,) = problems_of(answer)
    assert problem.startswith(
        "Client Secret: Enter it again: the one that was saved was given for what stood"
    )


def test_a_wrong_secret_is_asked_for_again_and_the_rest_stays(kim: Guide) -> None:
    kim.press("environment", "_embedded")
    answer = kim.press("environment", client_secret="its ID instead")
    (problem,) = problems_of(answer)
    assert problem.startswith(
        "Client Secret: Dynamics 365 Sales does not accept the application. Check that the client secret is "
        "the value of a secret that has not expired, not its ID"
    )
    page = answer.content.decode()
    assert ("http://embedded.localhost" in page, 'type="password"' in page) == (True, True)
    assert "its ID instead" not in page


def test_a_system_administrator_is_refused_as_integration_user(kim: Guide) -> None:
    kim.press("environment", "_embedded")
    application = AssistedSetupDraft.objects.get().client_id
    user = SystemUser.objects.get(applicationid=application)
    grant_role(user_id=UUID(str(user.pk)), role="System Administrator")
    kim.press("administrator-sign-in")
    (problem,) = problems_of(kim.open("integration-user"))
    assert "must not have it: register an application with a role of its own" in problem
    assert place_of(kim.press("integration-user")) == "integration-user"
    SystemUserRole.objects.filter(systemuser=user).delete()
    assert place_of(kim.press("integration-user")) == "data"


def test_without_the_import_the_integration_user_must_have_its_role_already(kim: Guide) -> None:
    kim.take_embedded()
    kim.press("data")
    answer = kim.press("advanced", imports_solution=None)
    (problem,) = problems_of(answer)
    assert answer.status_code == 422
    assert problem.startswith(
        "Import the integration solution: The integration user may not read these tables: organization, "
        "businessunit, team, role, systemuser, transactioncurrency, account, contact. "
        "Give the user the security role Dynamics 365 Business Central Integration User"
    )
    assert place_of(kim.press("advanced", imports_solution="on")) == "summary"


def test_who_signs_in_without_the_roles_is_told_which_and_comes_back_to_the_summary(kim: Guide) -> None:
    call_command("crm_initialize")
    register_user(user_name="boss", first_name="A", last_name="Boss", role="System Administrator")
    kim.take_embedded()
    kim.press("data")
    kim.press("advanced")
    register_user(user_name="kim", first_name="Kim", last_name="Moe", role="Salesperson")
    answer = kim.finish()
    (said,) = messages_of(answer)
    assert place_of(answer) == "summary"
    assert "Missing: System Administrator, System Customizer." in said
    assert not ConnectionSetup.objects.exists()
    assert AssistedSetupDraft.objects.get().client_secret


def test_who_declines_finds_the_draft_as_it_was(kim: Guide) -> None:
    kim.take_embedded()
    kim.press("data")
    kim.press("advanced")
    asked = kim.browser.post("/admin/assisted-setup/summary/", {"_next": "1"})
    back = kim.browser.post(asked["Location"], {"cancel": "1"})
    answer = kim.browser.get(back["Location"], follow=True)
    assert messages_of(answer)[0].startswith("The sign-in was declined. Nothing was changed.")
    assert (place_of(answer), ConnectionSetup.objects.exists()) == ("summary", False)


def test_orders_and_stock_are_switched_on_with_the_rest(kim: Guide) -> None:
    user = User.objects.create(username="availability")
    user.groups.add(Group.objects.get(name=ITEM_AVAILABILITY_USER))
    kim.take_embedded()
    register_user(user_name="orders", first_name="Order", last_name="Desk", role="Delegate")
    kim.press("data")
    wanted = {
        "enables_sales_order_integration": "on",
        "order_integration_user_name": "orders",
        "auto_create_sales_orders": "on",
        "publishes_item_availability": "on",
        "item_availability_user_name": "availability",
        "item_availability_key": "no such key",
    }
    answer = kim.press("advanced", **wanted)
    (problem,) = problems_of(answer)
    assert problem.startswith("Web Service Access Key: User name and web service access key do not belong")
    key = change_web_service_key(user=user, now=timezone.now())
    kim.press("advanced", "_back", item_availability_key=key)
    kim.press("advanced", "_back", item_availability_url="https://elsewhere.example")
    assert not AssistedSetupDraft.objects.get().item_availability_key
    kim.press("advanced", "_back", item_availability_url="")
    assert place_of(kim.press("advanced", item_availability_key=key)) == "summary"
    kim.finish(runs_full_synchronization=None)
    setup = ConnectionSetup.get()
    assert (
        setup.is_sales_order_integration_enabled,
        setup.order_integration_user_name,
        setup.auto_create_sales_orders,
        setup.auto_process_sales_quotes,
        setup.is_item_availability_enabled,
        setup.item_availability_key,
    ) == (True, "Order Desk", True, False, True, key)
    assert {"AUTO CREATE SALES ORDERS", "ITEM AVAILABILITY"} <= set(
        JobQueueEntry.objects.values_list("code", flat=True)
    )


def test_what_cannot_be_switched_on_is_told_and_the_connection_is_on_all_the_same(kim: Guide) -> None:
    kim.take_embedded()
    kim.press("data")
    kim.press("advanced", enables_sales_order_integration="on", order_integration_user_name="nobody")
    answer = kim.finish(runs_full_synchronization=None)
    assert sentence("order_user_unknown", {"message": "nobody"}) in messages_of(answer)
    setup = ConnectionSetup.get()
    assert (setup.is_enabled, setup.is_sales_order_integration_enabled) == (True, False)


def test_an_account_that_the_integration_user_can_look_up_is_refused_at_once(kim: Guide) -> None:
    connect_embedded(now=timezone.now())
    kim.browser.post("/admin/connection-setup/disable-sales/")
    kim.browser.post("/admin/connection-setup/disable/")
    kim.take_embedded()
    kim.press("data")
    named = {"enables_sales_order_integration": "on", "order_integration_user_name": "nobody"}
    (problem,) = problems_of(kim.press("advanced", **named))
    assert problem == f"Order Integration User: {sentence('order_user_unknown', {'message': 'nobody'})}"


def test_where_the_solution_is_there_nobody_has_to_sign_in(kim: Guide) -> None:
    connect_embedded(now=timezone.now())
    kim.browser.post("/admin/connection-setup/disable-sales/")
    kim.browser.post("/admin/connection-setup/disable/")
    kim.take_embedded()
    assert "Dynamics 365 Business Central Integration User" in kim.open("integration-user").content.decode()
    kim.press("data")
    kim.press("advanced", imports_solution=None)
    answer = kim.press("summary", runs_full_synchronization=None)
    assert place_of(answer) == "admin/full-synch-review"
    assert ConnectionSetup.get().is_enabled


def test_an_application_without_a_user_is_told_to_create_one(kim: Guide) -> None:
    environment = "https://crm.example.org"
    with responses.RequestsMock(assert_all_requests_are_fired=False) as network:
        network.post(
            f"{environment}/contoso.com/oauth2/v2.0/token", json={"access_token": "t", "expires_in": 3600}
        )
        message = "The user is not a member of the organization."
        network.get(
            f"{environment}/api/data/v9.2/WhoAmI",
            status=403,
            json={"error": {"code": "0x80072560", "message": message}},
        )
        kim.press("environment", environment_url=environment, **ENTERED)
        kim.press("administrator-sign-in")
        (problem,) = problems_of(kim.press("integration-user"))
    assert problem.startswith(
        "Dynamics 365 Sales accepts the credentials, but has no user for them: create an application user "
        "for the application the-application in the environment"
    )


def test_an_environment_that_is_not_ready_when_it_is_finished_stores_nothing(kim: Guide) -> None:
    initialize_company()
    GeneralLedgerSetup.objects.update(lcy_code="XTS")
    kim.take_embedded()
    kim.press("data")
    kim.press("advanced")
    answer = kim.finish()
    assert place_of(answer) == "summary"
    assert messages_of(answer)[0] == "Nothing was switched on. Mend what follows, then finish again."
    assert "Add USD with an exchange rate to the currencies." in messages_of(answer)[1]
    assert not ConnectionSetup.objects.exists()
    GeneralLedgerSetup.objects.update(lcy_code="USD")
    assert place_of(kim.finish()) == "admin/full-synch-review"


def test_a_finish_that_was_cut_short_is_finished_again(kim: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    kim.take_embedded()
    kim.press("data")
    kim.press("advanced", enables_sales_order_integration="on")
    with monkeypatch.context() as patch:
        patch.setattr("crm_integration.connection.assisted_setup.finish.check_solution", _die)
        with pytest.raises(KeyboardInterrupt):
            kim.finish()
    assert ConnectionSetup.get().is_enabled
    assert place_of(kim.open()) == "summary"
    kim.finish()
    assert ConnectionSetup.get().is_sales_order_integration_enabled
    assert not AssistedSetupDraft.objects.exists()


def _die(**_: object) -> None:
    raise KeyboardInterrupt
