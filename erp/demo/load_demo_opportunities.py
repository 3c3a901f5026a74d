"""What the demo company's contacts may buy; what is there already is left alone."""

from datetime import timedelta
from typing import Final, NamedTuple

from django.utils import timezone

from erp.models import Contact, Opportunity, SalesCycle
from erp.operations.create_opportunities import create_opportunities
from erp.operations.save_sales_cycle import save_sales_cycle

_CYCLES: Final = (("NEW", "New customers"), ("EXISTING", "Existing customers"))


class DemoOpportunity(NamedTuple):
    """``contact``: the place of the contact person among those of customers, by number."""

    no: str
    description: str
    contact: int
    status: str
    value: int
    probability: int
    days: int
    sales_cycle: str


_OPPORTUNITIES: Final = (
    DemoOpportunity("OP-1001", "Furniture for the new branch", 0, "in_progress", 18_500, 60, 30, "EXISTING"),
    DemoOpportunity("OP-1002", "Replacement of office chairs", 3, "not_started", 7_200, 20, 75, "EXISTING"),
    DemoOpportunity("OP-1003", "Fitting out a showroom", 7, "in_progress", 42_000, 35, 120, "NEW"),
)


def load_demo_opportunities() -> None:
    """Creates missing sales cycles and opportunities, for persons of the customers that are there."""
    present = set(SalesCycle.objects.values_list("code", flat=True))
    for code, description in _CYCLES:
        if code not in present:
            save_sales_cycle(values={"code": code, "description": description})
    known = set(Opportunity.objects.values_list("no", flat=True))
    persons = Contact.objects.filter(type="person", company__isnull=False).order_by("no")
    contacts = list(persons.values_list("no", flat=True)[: max(item.contact for item in _OPPORTUNITIES) + 1])
    today = timezone.now().date()
    create_opportunities(
        rows=[
            {
                "no": item.no,
                "description": item.description,
                "contact_no": contacts[item.contact],
                "status": item.status,
                "estimated_value_lcy": item.value,
                "probability_percent": item.probability,
                "estimated_closing_date": today + timedelta(days=item.days),
                "sales_cycle_code": item.sales_cycle,
            }
            for item in _OPPORTUNITIES
            if item.no not in known and item.contact < len(contacts)
        ]
    )
