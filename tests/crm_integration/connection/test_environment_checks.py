"""What is judged before the connection can be enabled."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from crm_integration.connection import environment_checks as checks
from crm_integration.connection.check_result import Outcome
from crm_integration.connection.environment_facts import EnvironmentFacts
from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.sentences import sentence
from crm_integration.synch_engine.mapping_store import seed_mappings
from erp.models import Currency, CurrencyExchangeRate, GeneralLedgerSetup

pytestmark = pytest.mark.django_db

A, B = UUID(int=7), UUID(int=8)
GOOD = EnvironmentFacts(
    version="9.2.24013.167",
    organization_id=UUID(int=1),
    organization_name="Contoso",
    business_unit_id=UUID(int=2),
    user_id=UUID(int=3),
    user_name="# Business Central",
    user_is_enabled=True,
    roles=({"name": checks.INTEGRATION_USER_ROLE, "_roletemplateid_value": None},),
    deployed_roles=frozenset({checks.INTEGRATION_USER_ROLE, "Salesperson"}),
    default_team_id=UUID(int=4),
    base_currency_id=UUID(int=5),
    base_currency_code="NOK",
    currency_precision=2,
    solutions=("msdynce_Sales",),
)


@pytest.fixture(autouse=True)
def _books_in_kroner() -> None:
    GeneralLedgerSetup.objects.update_or_create(pk=GeneralLedgerSetup().pk, defaults={"lcy_code": "NOK"})


def troubles(facts: EnvironmentFacts, setup: ConnectionSetup | None = None) -> list[tuple[str, Outcome]]:
    results = checks.run_checks(facts, setup or ConnectionSetup())
    return [(found.code, found.outcome) for found in results if found.outcome is not Outcome.OK]


def error(code: str) -> list[tuple[str, Outcome]]:
    return [(code, Outcome.ERROR)]


def warning(code: str) -> list[tuple[str, Outcome]]:
    return [(code, Outcome.WARNING)]


def test_a_proper_environment_has_no_trouble() -> None:
    assert troubles(GOOD) == []


@pytest.mark.parametrize(
    ("version", "supported"),
    [("9.2.1.2", True), ("8.0", True), ("7.0.1", True), ("7.1.0.5", False), ("6.1", False), ("", False)],
)
def test_the_version_must_be_above_6_and_not_7_1(version: str, supported: bool) -> None:
    expected = [] if supported else error("version_not_supported")
    assert troubles(replace(GOOD, version=version)) == expected


def test_the_integration_user_must_be_enabled() -> None:
    assert troubles(replace(GOOD, user_is_enabled=False)) == error("integration_user_disabled")


@pytest.mark.parametrize(
    "administrator",
    [
        {"name": "System Administrator"},
        {"name": "Systeembeheerder", "_roletemplateid_value": "627090FF-40A3-4053-8790-584EDC5BE201"},
    ],
)
def test_a_system_administrator_is_refused_whatever_the_role_is_called(administrator: dict) -> None:
    facts = replace(GOOD, roles=(*GOOD.roles, administrator))
    assert troubles(facts) == error("integration_user_is_administrator")


def test_the_user_needs_the_integration_role_where_it_is_deployed_and_any_role_elsewhere() -> None:
    salesperson = ({"name": "Salesperson"},)
    assert troubles(replace(GOOD, roles=salesperson)) == error("integration_user_lacks_role")
    assert troubles(replace(GOOD, roles=salesperson, deployed_roles=frozenset({"Salesperson"}))) == []
    nobody = replace(GOOD, roles=(), deployed_roles=frozenset())
    assert troubles(nobody) == error("integration_user_has_no_role")


def test_the_business_unit_must_have_its_default_team() -> None:
    assert troubles(replace(GOOD, default_team_id=None)) == error("default_team_missing")


def test_another_base_currency_needs_an_exchange_rate() -> None:
    euro = replace(GOOD, base_currency_code="EUR")
    assert troubles(euro) == error("base_currency_has_no_exchange_rate")
    currency = Currency.objects.create(code="EUR")
    assert troubles(euro) == error("base_currency_has_no_exchange_rate")
    CurrencyExchangeRate.objects.create(
        currency=currency,
        starting_date=date(2026, 1, 1),
        exchange_rate_amount=Decimal(1),
        relational_exch_rate_amount=Decimal("11.5"),
    )
    assert troubles(euro) == warning("base_currency_differs")


def test_both_sides_must_have_a_base_currency() -> None:
    assert troubles(replace(GOOD, base_currency_code="")) == error("base_currency_missing")
    GeneralLedgerSetup.objects.update(lcy_code="")
    assert troubles(GOOD) == warning("local_currency_taken_over")


def test_couplings_of_one_organization_are_not_taken_to_another() -> None:
    elsewhere = ConnectionSetup(organization_id=UUID(int=99))
    assert troubles(GOOD, elsewhere) == []
    seed_mappings()
    Coupling.objects.create(
        mapping_id="CUSTOMER", erp_table="customer", erp_id=A, crm_table="account", crm_id=B
    )
    assert troubles(GOOD, elsewhere) == error("couplings_of_another_organization")
    assert troubles(GOOD, ConnectionSetup(organization_id=GOOD.organization_id)) == []


def test_solutions_that_change_the_workflow_of_sales_are_pointed_out() -> None:
    facts = replace(GOOD, solutions=("msdyn_ProjectServiceCore", "FieldService", "msdynce_Sales"))
    assert troubles(facts) == warning("workflow_solutions_installed")


def test_every_result_has_a_sentence() -> None:
    bad = replace(GOOD, base_currency_code="EUR", version="1", roles=(), solutions=("FieldService",))
    results = [found for facts in (GOOD, bad) for found in checks.run_checks(facts, ConnectionSetup())]
    sentences = [sentence(found.code, found.params) for found in results]
    assert [text for text in sentences if "…" in text or "_" in text] == []
