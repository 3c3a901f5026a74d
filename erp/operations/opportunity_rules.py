"""What follows from an opportunity's contact, estimate and status."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from erp.models import Contact, GeneralLedgerSetup, Opportunity, OpportunityStatus
from erp.operations.errors import RecordRejected

TABLE: Final = "opportunity"
_CLOSED: Final = (OpportunityStatus.WON, OpportunityStatus.LOST)
_PLACES: Final = Decimal("0.00001")


def complete_opportunities(
    opportunities: Sequence[Opportunity], rows: Sequence[dict[str, Any]], *, today: date
) -> None:
    """Adds to each clean row what follows from it; ``opportunities`` are as they are stored, or new.

    A new contact brings its company and, where none is named, its salesperson. The current value is rounded
    by the local currency's precision. Raises RecordRejected for what is closed.
    """
    wanted = {row["contact_no"] for row in rows if row.get("contact_no")}
    contacts = {contact.no: contact for contact in Contact.objects.filter(no__in=wanted)}
    precisions = GeneralLedgerSetup.objects.values_list("amount_rounding_precision", flat=True)
    precision = precisions.first() or _PLACES
    for index, (opportunity, row) in enumerate(zip(opportunities, rows, strict=True)):
        if opportunity.status in _CLOSED and not opportunity._state.adding:
            raise RecordRejected(
                table=TABLE, index=index, field=next(iter(row), "status"), code="opportunity_closed"
            )
        if "contact_no" in row:
            _follow_contact(row, contacts.get(row["contact_no"]), opportunity)
        if row.get("status") in _CLOSED:
            row["date_closed"] = today
        row["calcd_current_value_lcy"] = _current_value(opportunity, row, precision)


def _follow_contact(row: dict[str, Any], contact: Contact | None, opportunity: Opportunity) -> None:
    row["contact_company_no"] = (contact.company_id or "") if contact else ""
    if contact and contact.salesperson_id and not row.get("salesperson_code", opportunity.salesperson_id):
        row["salesperson_code"] = contact.salesperson_id


def _current_value(opportunity: Opportunity, row: dict[str, Any], precision: Decimal) -> Decimal:
    value = row.get("estimated_value_lcy", opportunity.estimated_value_lcy)
    probability = row.get("probability_percent", opportunity.probability_percent)
    steps = (value * probability / 100 / precision).quantize(Decimal(1), ROUND_HALF_UP)
    current: Decimal = (steps * precision).quantize(_PLACES)
    return current
