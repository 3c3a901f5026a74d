"""The integration solution: deployed once, found changed, mended, over the Web API of the embedded CRM."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.customization.columns import delete_column
from crm.business_rules.customization.relationships import delete_relationship
from crm.business_rules.customization.tables import delete_table
from crm.business_rules.delete import delete_record
from crm.models import (
    Publisher,
    Role,
    RolePrivilege,
    Solution,
    SystemUser,
    SystemUserRole,
)
from crm_integration.connection.administrator import administrator_of, administrator_of_embedded
from crm_integration.connection.redeploy import redeploy
from crm_integration.connection.solution.integration_solution import (
    ACCOUNT_STATISTICS,
    INTEGRATION_ADMINISTRATOR_ROLE,
    INTEGRATION_USER_ROLE,
    PRODUCT_AVAILABILITY_ROLE,
)
from crm_integration.connection.solution_status import check_solution
from crm_integration.dataverse import sender
from crm_integration.dataverse.clients import client_for, client_for_once
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup
from crm_integration.sentences import sentence
from tests.crm_integration.connection.signing_in import administrator
from tests.crm_integration.stage import Stage, messages_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROLES = {INTEGRATION_ADMINISTRATOR_ROLE, INTEGRATION_USER_ROLE, PRODUCT_AVAILABILITY_ROLE}
PAGE = "/admin/connection-setup/"
TABLES = ("nav_accountstatistics", "nav_connection")

RETURNED = (
    f"The security role {PRODUCT_AVAILABILITY_ROLE} was added with its privileges, "
    "but nobody has it any more. Give it again in Dynamics 365 Sales to those who are to have it."
)


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> Iterator[None]:
    yield
    metadata.refresh()


def deployed() -> list[str]:
    """What deploying says that it restored."""
    setup = ConnectionSetup.get()
    return told(redeploy(setup=setup, administrator=administrator_of_embedded(), now=NOW).restored)


def undeployed() -> None:
    """As if the integration solution had never come into the CRM; the integration user may look."""
    caller = system_caller()
    delete_relationship("nav_accountstatistics_account", caller=caller)
    delete_column(metadata.table("salesorder"), "bcbi_businesscentralordernumber", caller=caller)
    for name in TABLES:
        delete_table(metadata.table(name), caller=caller)
    solution = Solution.objects.get(uniquename="BusinessCentralIntegration")
    delete_record(table=metadata.table("solution"), record_id=solution.pk, caller=caller)
    Publisher.objects.filter(customizationprefix__in=["nav", "bcbi"]).delete()
    user = ConnectionSetup.get().integration_user_id
    looker = Role.objects.get(name="System Customizer")
    SystemUserRole.objects.create(systemuser=SystemUser.objects.get(pk=user), role=looker)
    Role.objects.filter(name__in=ROLES).delete()


def told(differences: Any) -> list[str]:
    return [sentence(found.restored_code, found.params) for found in differences]


def missing() -> list[str]:
    """What asking as the integration user says."""
    return [
        sentence(found.code, found.params) for found in check_solution(setup=ConnectionSetup.get(), now=NOW)
    ]


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The requests to the Web API that are no reads."""
    sent: list[str] = []
    really = sender.Sender._transmit

    def noted(self: sender.Sender, request: Any, token: str) -> Any:
        if request.method != "GET" and request.url != "$batch":
            sent.append(f"{request.method} {request.url}")
        return really(self, request, token)

    monkeypatch.setattr(sender.Sender, "_transmit", noted)
    return sent


def test_deploying_brings_the_solution_with_its_tables_columns_and_roles(stage: Stage) -> None:
    undeployed()
    said = deployed()
    assert "The table nav_accountstatistics was added with its columns." in said
    assert f"The security role {INTEGRATION_USER_ROLE} was added with its privileges." in said
    assert Solution.objects.get(uniquename="BusinessCentralIntegration").version == "1.0.0.0"
    assert set(Publisher.objects.values_list("customizationprefix", flat=True)) == {"new", "nav", "bcbi"}
    assert set(Role.objects.filter(name__in=ROLES).values_list("name", flat=True)) == ROLES
    present = set(metadata.table("nav_accountstatistics").columns)
    assert {column.name for column in ACCOUNT_STATISTICS.columns} <= present
    assert metadata.table("account").columns["nav_accountstatisticsid"].targets == {
        "nav_accountstatistics": "nav_AccountStatisticsId"
    }
    user = ConnectionSetup.get().integration_user_id
    held = SystemUserRole.objects.filter(systemuser=user).values_list("role__name", flat=True)
    assert set(held) == {INTEGRATION_USER_ROLE, "System Customizer"}


def test_connecting_to_the_embedded_crm_deploys_without_asking(stage: Stage) -> None:
    assert missing() == ["The integration solution is deployed, version 1.0.0.0."]
    assert deployed() == []


def test_deploying_again_writes_nothing(stage: Stage, writes: list[str]) -> None:
    undeployed()
    assert deployed()
    assert writes
    writes.clear()
    assert deployed() == []
    assert writes == []


def test_answers_that_are_lost_cost_nothing_but_a_repetition(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = sender.Sender._transmit

    def sent_twice(self: sender.Sender, request: Any, token: str) -> Any:
        """As after an answer that never came: the CRM did it, and is asked to do it again."""
        if request.method != "GET":
            really(self, request, token)
        return really(self, request, token)

    undeployed()
    monkeypatch.setattr(sender.Sender, "_transmit", sent_twice)
    said = deployed()
    assert len(said) == len(set(said))
    assert missing() == ["The integration solution is deployed, version 1.0.0.0."]


def test_without_the_solution_it_is_said_what_is_missing(stage: Stage) -> None:
    undeployed()
    found = missing()
    assert "The solution Business Central Integration is missing." in found
    assert "The table nav_connection is missing." in found
    assert f"The security role {PRODUCT_AVAILABILITY_ROLE} is missing." in found
    deployed()
    assert missing() == ["The integration solution is deployed, version 1.0.0.0."]


def test_a_role_that_somebody_removed_is_named_and_restored(stage: Stage) -> None:
    deployed()
    Role.objects.get(name=PRODUCT_AVAILABILITY_ROLE).delete()
    assert missing() == [f"The security role {PRODUCT_AVAILABILITY_ROLE} is missing."]
    assert deployed() == [RETURNED]
    rights = RolePrivilege.objects.filter(role__name=PRODUCT_AVAILABILITY_ROLE)
    assert set(rights.values_list("table", "verb", "depth")) == {(table, "Read", 8) for table in TABLES}


def test_columns_that_somebody_removed_are_named_and_restored(stage: Stage) -> None:
    deployed()
    table = metadata.table("nav_accountstatistics")
    delete_column(table, "nav_totalsaleslcy", caller=system_caller())
    delete_relationship("nav_accountstatistics_account", caller=system_caller())
    assert missing() == [
        "The column nav_totalsaleslcy of the table nav_accountstatistics is missing.",
        "The column nav_accountstatisticsid of the table account is missing.",
    ]
    assert deployed() == [
        "The column nav_totalsaleslcy was added to the table nav_accountstatistics.",
        "The column nav_accountstatisticsid was added to the table account.",
    ]


def test_a_right_that_somebody_took_away_is_named_and_restored_and_more_rights_stay(stage: Stage) -> None:
    deployed()
    role = Role.objects.get(name=INTEGRATION_USER_ROLE)
    RolePrivilege.objects.filter(role=role, table="nav_connection", verb="Create").delete()
    RolePrivilege.objects.filter(role=role, table="nav_connection", verb="Write").update(depth=1)
    RolePrivilege.objects.create(role=role, table="product", verb="Delete")
    lacks = "(2): prvCreatenav_Connection, prvWritenav_Connection."
    assert missing() == [f"The security role {INTEGRATION_USER_ROLE} lacks privileges {lacks}"]
    assert deployed() == [f"The security role {INTEGRATION_USER_ROLE} got privileges that it lacked {lacks}"]
    assert RolePrivilege.objects.get(role=role, table="product", verb="Delete").depth == 8


def test_the_integration_user_gets_back_the_role_that_was_taken_away(stage: Stage) -> None:
    deployed()
    setup = ConnectionSetup.get()
    SystemUserRole.objects.filter(systemuser=setup.integration_user_id).delete()
    assert deployed() == [
        f"The user {setup.integration_user_name} was given the security role {INTEGRATION_USER_ROLE}."
    ]


def test_an_older_version_is_brought_up_to_date(stage: Stage) -> None:
    deployed()
    Solution.objects.filter(uniquename="BusinessCentralIntegration").update(version="0.9.0.0")
    (said,) = missing()
    assert said == "The solution Business Central Integration has the version 0.9.0.0; it should be 1.0.0.0."
    assert deployed() == [
        "The solution Business Central Integration was brought from version 0.9.0.0 to 1.0.0.0."
    ]


def test_a_column_of_another_type_is_for_a_person_to_mend(stage: Stage) -> None:
    deployed()
    table = metadata.table("nav_accountstatistics")
    delete_column(table, "nav_customerno", caller=system_caller())
    number = {
        "@odata.type": "Microsoft.Dynamics.CRM.IntegerAttributeMetadata",
        "SchemaName": "nav_CustomerNo",
    }
    path = "EntityDefinitions(LogicalName='nav_accountstatistics')/Attributes"
    administrator_of_embedded().write("POST", path, number)
    setup = ConnectionSetup.get()
    deployment = redeploy(setup=setup, administrator=administrator_of_embedded(), now=NOW)
    assert not deployment.is_complete
    assert told(deployment.restored) == []
    assert "is of the type Integer instead of String. Remove it" in missing()[0]


def test_the_access_key_of_a_connection_is_never_read_back(stage: Stage) -> None:
    deployed()
    client = client_for(ConnectionSetup.get())
    row = {"nav_name": "ERP", "nav_dynamicsnavodataaccesskey": "sesame"}
    client.write("POST", "nav_connections", row)
    assert "sesame" not in str(client.read("nav_connections"))


def test_who_may_not_customize_is_told_which_roles_it_lacks(stage: Stage, settings: Any) -> None:
    settings.SERVE = "erp"
    setup = ConnectionSetup.get()
    with pytest.raises(DataverseError) as refused:
        administrator_of(setup, client_id="", client_secret="")
    assert refused.value.code == "administrator_missing"
    with pytest.raises(DataverseError) as refused:
        administrator_of(setup, client_id=setup.client_id, client_secret=setup.client_secret)
    assert refused.value.message == "System Administrator, System Customizer"


def test_an_administrator_redeploys_on_the_page_and_reads_what_was_restored(stage: Stage) -> None:
    Role.objects.get(name=PRODUCT_AVAILABILITY_ROLE).delete()
    delete_column(metadata.table("nav_accountstatistics"), "nav_totalsaleslcy", caller=system_caller())
    missing()
    kim = administrator()
    lost = [
        "The column nav_totalsaleslcy of the table nav_accountstatistics is missing.",
        f"The security role {PRODUCT_AVAILABILITY_ROLE} is missing.",
    ]
    for page in (PAGE, f"{PAGE}solution/"):
        shown = kim.browser.get(page).content.decode()
        assert [said in shown for said in lost] == [True, True]
    answer = kim.redeploy()
    assert messages_of(answer) == [
        "The integration solution was deployed.",
        "The column nav_totalsaleslcy was added to the table nav_accountstatistics.",
        RETURNED,
    ]
    shown = answer.content.decode()
    assert [said in shown for said in (*lost, "Version 1.0.0.0")] == [False, False, True]


def credentials_of_an_administrator() -> dict[str, str]:
    answer = StringIO()
    roles = ["System Administrator", "System Customizer"]
    call_command("crm_register_application", "Deployer", role=roles, stdout=answer, stderr=StringIO())
    given = dict(line.split(": ", 1) for line in answer.getvalue().splitlines() if ": " in line)
    return {"client_id": given["client id"], "client_secret": given["client secret"]}


def test_the_command_deploys_and_says_by_its_exit_code_what_is_missing(stage: Stage, settings: Any) -> None:
    undeployed()
    answer = StringIO()
    with pytest.raises(CommandError) as incomplete:
        call_command("deploy_solution", check=True, stdout=answer)
    assert incomplete.value.returncode == 1
    assert "The table nav_connection is missing." in answer.getvalue()
    call_command("deploy_solution", stdout=answer)
    call_command("deploy_solution", check=True, stdout=answer)
    assert answer.getvalue().endswith("The integration solution is deployed, version 1.0.0.0.\n")
    settings.SERVE = "erp"
    with pytest.raises(CommandError) as nobody:
        call_command("deploy_solution", stdout=answer)
    assert nobody.value.returncode == 2


def test_the_secret_of_the_administrator_is_in_no_client_that_is_kept(stage: Stage) -> None:
    given = credentials_of_an_administrator()
    setup = ConnectionSetup.get()
    once = ConnectionSetup(environment_url=setup.environment_url, tenant=setup.tenant, **given)
    assert client_for_once(once).who_am_i().user_id != UUID(int=0)
    assert client_for_once(once) is not client_for_once(once)
