"""Judges what was read of an environment. Each check answers with one result; none asks the CRM."""

import re
from collections.abc import Callable, Iterable

from crm_integration.connection.check_result import CheckResult, failed, passed, warned
from crm_integration.connection.environment_facts import EnvironmentFacts
from crm_integration.models import ConnectionSetup, Coupling
from erp.models import Currency
from erp.queries.local_currency import local_currency_code

INTEGRATION_USER_ROLE = "Dynamics 365 Business Central Integration User"
SYSTEM_ADMINISTRATOR_ROLE = "System Administrator"
# The template that the role is made from in every environment, whatever its name in that language.
SYSTEM_ADMINISTRATOR_TEMPLATE = "627090ff-40a3-4053-8790-584edc5be201"
# Solutions that change what happens to quotes and orders, by a piece of their unique names.
WORKFLOW_SOLUTIONS = ("projectservice", "projectoperations", "fieldservice")

Check = Callable[[EnvironmentFacts, ConnectionSetup], CheckResult]


def check_version(facts: EnvironmentFacts, setup: ConnectionSetup) -> CheckResult:
    """The CRM's version must be above 6 and not 7.1."""
    numbers = [int(number) for number in re.findall(r"\d+", facts.version)[:2]]
    major, minor = (*numbers, 0, 0)[:2]
    if major <= 6 or (major, minor) == (7, 1):
        return failed("version_not_supported", version=facts.version)
    return passed("version_supported", version=facts.version)


def check_user(facts: EnvironmentFacts, setup: ConnectionSetup) -> CheckResult:
    if not facts.user_is_enabled:
        return failed("integration_user_disabled", user=facts.user_name)
    return passed("integration_user_enabled", user=facts.user_name)


def check_not_administrator(facts: EnvironmentFacts, setup: ConnectionSetup) -> CheckResult:
    if any(is_administrator(role) for role in facts.roles):
        return failed("integration_user_is_administrator", user=facts.user_name)
    return passed("integration_user_is_no_administrator", user=facts.user_name)


def is_administrator(role: object) -> bool:
    """Whether a role, as the CRM expands it, is System Administrator, whatever its name there."""
    facts = role if isinstance(role, dict) else {}
    template = str(facts.get("_roletemplateid_value") or facts.get("roletemplateid") or "")
    return template.lower() == SYSTEM_ADMINISTRATOR_TEMPLATE or facts.get("name") == SYSTEM_ADMINISTRATOR_ROLE


def check_roles(facts: EnvironmentFacts, setup: ConnectionSetup) -> CheckResult:
    """Where the integration's role is deployed the user must have it, elsewhere any role will do."""
    names = {str(role.get("name")) for role in facts.roles}
    if INTEGRATION_USER_ROLE in facts.deployed_roles and INTEGRATION_USER_ROLE not in names:
        return failed("integration_user_lacks_role", user=facts.user_name, role=INTEGRATION_USER_ROLE)
    if not names:
        return failed("integration_user_has_no_role", user=facts.user_name, role=INTEGRATION_USER_ROLE)
    return passed("integration_user_has_role", user=facts.user_name)


def check_default_team(facts: EnvironmentFacts, setup: ConnectionSetup) -> CheckResult:
    return passed("default_team_found") if facts.default_team_id else failed("default_team_missing")


def check_base_currency(facts: EnvironmentFacts, setup: ConnectionSetup) -> CheckResult:
    """Both base currencies must be one, or the CRM's must have an exchange rate in the ERP."""
    codes = {"crm_currency": facts.base_currency_code, "erp_currency": local_currency_code()}
    if not codes["crm_currency"]:
        return failed("base_currency_missing")
    if not codes["erp_currency"]:
        return warned("local_currency_taken_over", **codes)
    if codes["crm_currency"] == codes["erp_currency"]:
        return passed("base_currency_matches", **codes)
    if Currency.objects.filter(code=codes["crm_currency"], exchange_rates__isnull=False).exists():
        return warned("base_currency_differs", **codes)
    return failed("base_currency_has_no_exchange_rate", **codes)


def check_same_organization(facts: EnvironmentFacts, setup: ConnectionSetup) -> CheckResult:
    """Couplings name records of one organization and mean nothing in another."""
    is_other = setup.organization_id not in (None, facts.organization_id)
    if is_other and Coupling.objects.exists():
        return failed("couplings_of_another_organization", organization=facts.organization_name)
    return passed("organization_accepted", organization=facts.organization_name)


def check_solutions(facts: EnvironmentFacts, setup: ConnectionSetup) -> CheckResult:
    found = [name for name in facts.solutions if _changes_workflow(name)]
    if found:
        return warned("workflow_solutions_installed", solutions=", ".join(sorted(found)))
    return passed("no_workflow_solutions")


def _changes_workflow(solution: str) -> bool:
    plain = solution.lower().replace("_", "")
    return any(piece in plain for piece in WORKFLOW_SOLUTIONS)


CHECKS: tuple[Check, ...] = (
    check_version,
    check_user,
    check_not_administrator,
    check_roles,
    check_default_team,
    check_base_currency,
    check_same_organization,
    check_solutions,
)


def run_checks(facts: EnvironmentFacts, setup: ConnectionSetup) -> Iterable[CheckResult]:
    return (check(facts, setup) for check in CHECKS)
