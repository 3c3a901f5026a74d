"""Without the integration solution, or with parts of it missing, the pages say what is missing."""

from datetime import UTC, datetime

import pytest

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.customization.relationships import delete_relationship
from crm.business_rules.delete import delete_record
from crm.models import Role, Solution
from crm_integration.connection.solution.integration_solution import PRODUCT_AVAILABILITY_ROLE
from crm_integration.connection.solution_status import check_solution
from crm_integration.models import ConnectionSetup
from erp.admin.roles import VIEWER
from tests.crm_integration.connection.signing_in import administrator
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOME, SETUP = "/admin/", "/admin/connection-setup/"
ACCOUNTS, CONTACTS = (f"/admin/integration-table-mappings/{name}/" for name in ("CUSTOMER", "CONTACT"))
COLUMN = "The column nav_accountstatisticsid of the table account is missing."
ROLE = f"The security role {PRODUCT_AVAILABILITY_ROLE} is missing."
SOLUTION = "The solution Business Central Integration is missing."


def shown(stage: Stage, page: str) -> str:
    return str(stage.sign_in(VIEWER).get(page).content.decode())


def looked_at() -> None:
    """As Test Connection does."""
    metadata.refresh()
    check_solution(setup=ConnectionSetup.get(), now=NOW)


def test_with_everything_there_no_page_speaks_of_it(stage: Stage) -> None:
    looked_at()
    assert "Integration solution" not in shown(stage, HOME)
    assert "Version 1.0.0.0" in shown(stage, SETUP)
    assert "Redeploy Integration Solution" not in shown(stage, ACCOUNTS)


def test_the_home_page_counts_what_is_missing_and_leads_to_it(stage: Stage) -> None:
    Role.objects.get(name=PRODUCT_AVAILABILITY_ROLE).delete()
    solution = Solution.objects.get(uniquename="BusinessCentralIntegration")
    delete_record(table=metadata.table("solution"), record_id=solution.pk, caller=system_caller())
    looked_at()
    home = shown(stage, HOME)
    assert "Integration solution" in home
    assert "differences in Dynamics 365 Sales" in home
    assert [said in shown(stage, SETUP) for said in (ROLE, SOLUTION)] == [True, True]


def test_a_mapping_says_which_column_its_table_lacks(stage: Stage) -> None:
    delete_relationship("nav_accountstatistics_account", caller=system_caller())
    looked_at()
    assert COLUMN in shown(stage, ACCOUNTS)
    assert COLUMN in shown(stage, SETUP)
    assert COLUMN not in shown(stage, CONTACTS)


def test_once_redeployed_no_page_speaks_of_it_any_more(stage: Stage) -> None:
    delete_relationship("nav_accountstatistics_account", caller=system_caller())
    looked_at()
    administrator().redeploy()
    pages = [shown(stage, page) for page in (HOME, SETUP, ACCOUNTS)]
    assert [COLUMN in page or "Not complete" in page for page in pages] == [False, False, False]


def test_what_was_never_looked_at_is_said_to_be_unknown(stage: Stage) -> None:
    ConnectionSetup.objects.update(solution_checked_at=None, solution_differences=[], solution_version="")
    assert "Not known yet: test the connection, or deploy the solution." in shown(stage, SETUP)
