"""Opportunities: numbered, followed from their contact, closed for good."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from erp.models import Contact, GeneralLedgerSetup, Opportunity
from erp.operations.create_contacts import create_contacts
from erp.operations.create_opportunities import create_opportunities
from erp.operations.create_salespeople import create_salespeople
from erp.operations.delete_contact import delete_contact
from erp.operations.errors import RecordInUse, RecordRejected
from erp.operations.initialize_company import initialize_company
from erp.operations.modify_opportunities import modify_opportunities

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora() -> Contact:
    """A person of a company, with a salesperson."""
    initialize_company()
    create_salespeople(rows=[{"code": "KB", "name": "Karin Berge"}])
    (company,) = create_contacts(rows=[{"type": "company", "name": "Acme"}])
    (person,) = create_contacts(
        rows=[
            {"type": "person", "first_name": "Nora", "company_no": company.no, "salesperson_code": "KB"},
        ]
    )
    return person


def opportunity(**values: Any) -> Opportunity:
    (created,) = create_opportunities(rows=[values])
    return created


def modify(record: Opportunity, **values: Any) -> Opportunity:
    (modified,) = modify_opportunities(changes={record.id: values})
    return modified


def test_it_is_numbered_and_takes_company_and_salesperson_from_its_contact(nora: Contact) -> None:
    made = opportunity(description="Chairs", contact_no=nora.no)
    assert made.no == "OP000010"
    assert (made.contact_company_id, made.salesperson_id) == (nora.company_id, "KB")
    assert (made.status, made.creation_date) == ("not_started", timezone.now().date())


def test_another_contact_brings_another_company(nora: Contact) -> None:
    made = opportunity(contact_no=nora.no)
    (other,) = create_contacts(rows=[{"type": "company", "name": "Umbrella"}])
    assert modify(made, contact_no=other.no).contact_company_id == other.no
    assert modify(made, contact_no="").contact_company_id is None


def test_the_current_value_is_the_likely_part_of_the_estimate(nora: Contact) -> None:
    GeneralLedgerSetup.objects.update(amount_rounding_precision=Decimal("0.01"))
    made = opportunity(estimated_value_lcy="99.99", probability_percent=33)
    assert made.calcd_current_value_lcy == Decimal("33.00")
    assert modify(made, probability_percent=50).calcd_current_value_lcy == Decimal("50.00")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"probability_percent": 101}, "Probability % must be between 0 and 100, but is 101."),
        ({"probability_percent": -1}, "must be between 0 and 100"),
        ({"estimated_value_lcy": -5}, "must not be negative"),
        ({"contact_no": "NOBODY"}, "NOBODY"),
        ({"status": "maybe"}, "maybe"),
    ],
)
def test_what_cannot_be_is_refused(nora: Contact, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RecordRejected) as refusal:
        opportunity(**values)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("status", ["won", "lost"])
def test_what_is_closed_has_a_date_and_stays(nora: Contact, status: str) -> None:
    closed = modify(opportunity(), status=status)
    assert closed.date_closed == timezone.now().date()
    with pytest.raises(RecordRejected, match="closed and cannot be changed"):
        modify(closed, status="in_progress")


def test_a_contact_with_opportunities_stays(nora: Contact) -> None:
    opportunity(contact_no=nora.no)
    with pytest.raises(RecordInUse):
        delete_contact(contact_id=nora.id)
