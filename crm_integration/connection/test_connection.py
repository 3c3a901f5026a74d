"""Test Connection: everything that must hold before the connection can be enabled."""

from dataclasses import dataclass

from crm_integration.connection.check_result import CheckResult, Outcome, failed, passed, refused
from crm_integration.connection.environment_checks import INTEGRATION_USER_ROLE, run_checks
from crm_integration.connection.environment_facts import EnvironmentFacts, read_facts
from crm_integration.connection.order_account_checks import check_order_account
from crm_integration.connection.version_on_premises import at_its_version
from crm_integration.dataverse import metadata
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import FOR_READERS, client_for_once
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup

# Read by the checks, the mappings or the registration for notifications, whatever the mappings are.
TABLES = (
    "organization",
    "businessunit",
    "team",
    "role",
    "systemuser",
    "transactioncurrency",
    "account",
    "contact",
)


@dataclass(frozen=True)
class ConnectionTest:
    """All results in the order in which they are shown; facts only if the environment could be read."""

    results: tuple[CheckResult, ...]
    facts: EnvironmentFacts | None = None

    @property
    def has_passed(self) -> bool:
        return all(found.outcome is not Outcome.ERROR for found in self.results)


def test_connection(*, setup: ConnectionSetup) -> ConnectionTest:
    """Asks the environment of a setup, saved or not, and changes nothing; every refusal is a result.

    It signs in anew: a token from before says nothing of the credentials as they are now.
    """
    try:
        client = at_its_version(client_for_once(setup, policy=FOR_READERS), setup)
        client.who_am_i()
    except DataverseError as error:
        return ConnectionTest((refused(error),))
    reached = passed("signed_in", url=setup.environment_url)
    tables = _check_tables(client)
    if any(found.outcome is Outcome.ERROR for found in tables):
        return ConnectionTest((reached, *tables))
    try:
        facts = read_facts(client)
        orders = check_order_account(client, setup, facts)
    except DataverseError as error:
        return ConnectionTest((reached, *tables, refused(error)))
    return ConnectionTest((reached, *tables, *run_checks(facts, setup), *orders), facts)


def _check_tables(client: DataverseClient) -> tuple[CheckResult, ...]:
    """Names all tables that may not be read in one result; whatever else is in the way ends it."""
    kept_back: list[str] = []
    for name in TABLES:
        table = metadata.table(name)
        try:
            next(client.pages(table.entity_set, select=[table.primary_id], top=1))
        except DataverseError as error:
            if error.cure is not Cure.PRIVILEGE:
                return (refused(error),)
            kept_back.append(name)
    if kept_back:
        return (failed("tables_not_readable", names=", ".join(kept_back), role=INTEGRATION_USER_ROLE),)
    return (passed("tables_readable"),)
