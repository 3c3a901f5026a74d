"""OPPORTUNITY: what may be sold, from the back office to the CRM; its name in both directions."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm.business_rules.caller import system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.demo.factories import reference_to
from crm.metadata import table
from crm.models import Opportunity as CrmOpportunity
from erp.models import Opportunity
from erp.operations.create_opportunities import create_opportunities
from erp.operations.modify_opportunities import modify_opportunities
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
MAPPING = "OPPORTUNITY"


def opportunity(**values: Any) -> Opportunity:
    (created,) = create_opportunities(rows=[{"description": "Chairs"} | values])
    return created


@pytest.fixture
def pair(systems: TwoSystems) -> tuple[Opportunity, CrmOpportunity]:
    """An opportunity of a person, with a salesperson, and what became of it in the CRM."""
    user = systems.user("Karin")
    person = systems.person(systems.customer(), salesperson_code="")
    systems.couple(systems.salesperson("KB", e_mail="k@b.example"), user, "SALESPEOPLE")
    systems.run("CUSTOMER", "full")
    systems.run("CONTACT", "full")
    made = opportunity(
        contact_no=person.no,
        salesperson_code="KB",
        estimated_value_lcy=Decimal("1250.50"),
        estimated_closing_date=date(2026, 12, 24),
    )
    assert systems.run(MAPPING, "full") == {"-> inserted": 1}
    systems.sent.requests.clear()
    return made, CrmOpportunity.objects.get()


def test_every_field_arrives(systems: TwoSystems, pair: tuple[Opportunity, CrmOpportunity]) -> None:
    made, row = pair
    assert (row.name, row.estimatedvalue, row.estimatedclosedate) == (
        "Chairs",
        Decimal("1250.50"),
        date(2026, 12, 24),
    )
    assert row.parentcontactid is not None and row.parentcontactid.fullname.startswith("Nora")
    assert row.parentaccountid is not None and row.parentaccountid.name == "Acme"
    assert now(row, "ownerid") == systems.couplings()[made.salesperson.id]


def test_a_second_run_writes_nothing(systems: TwoSystems, pair: tuple[Opportunity, CrmOpportunity]) -> None:
    systems.run(MAPPING, "full")
    assert (systems.sent.writes, systems.problems()) == ([], [])


def test_what_changes_in_the_back_office_follows(
    systems: TwoSystems, pair: tuple[Opportunity, CrmOpportunity]
) -> None:
    modify_opportunities(changes={pair[0].id: {"estimated_value_lcy": 2000, "description": "Armchairs"}})
    systems.run(MAPPING)
    assert now(pair[1], "name", "estimatedvalue") == ("Armchairs", 2000)


def test_the_name_comes_back_and_nothing_else_does(
    systems: TwoSystems, pair: tuple[Opportunity, CrmOpportunity]
) -> None:
    systems.change(pair[1], name="Stools", estimatedvalue=Decimal(5))
    systems.run(MAPPING)
    assert now(pair[0], "description", "estimated_value_lcy") == ("Stools", Decimal("1250.50"))


def test_what_is_won_is_left_alone(systems: TwoSystems, pair: tuple[Opportunity, CrmOpportunity]) -> None:
    modify_opportunities(changes={pair[0].id: {"status": "won", "description": "Sold chairs"}})
    systems.run(MAPPING)
    assert (systems.sent.writes, systems.problems()) == ([], [])


def test_an_opportunity_of_the_crm_comes_to_the_back_office(systems: TwoSystems) -> None:
    account = reference_to(systems.account())
    owner = reference_to(systems.team)
    values = {"name": "Shelves", "customerid": account, "ownerid": owner}
    record = NewRecord(id=None, values=values)
    create_records(table=table("opportunity"), records=[record], caller=system_caller())
    assert systems.run(MAPPING, "full") == {"<- inserted": 1}
    assert Opportunity.objects.get().description == "Shelves"


def test_a_contact_that_is_not_coupled_is_named(systems: TwoSystems) -> None:
    person = systems.person(systems.customer())
    opportunity(contact_no=person.no)
    systems.run(MAPPING, "full")
    missing = {problem[:2] for problem in systems.problems()}
    assert missing == {("must_be_coupled", "contact_no"), ("must_be_coupled", "contact_company_no")}
    systems.run("CUSTOMER", "full")
    systems.run("CONTACT", "full")
    systems.work_all()
    assert (CrmOpportunity.objects.count(), systems.problems()) == (1, [])
