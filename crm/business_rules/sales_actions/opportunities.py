"""Wins and loses opportunities, and makes quotes, orders and invoices of open ones."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from crm.business_rules.caller import Caller
from crm.business_rules.errors import ALREADY_CLOSED, REQUIRED, CrmFault
from crm.business_rules.sales.documents import OPPORTUNITY, Document
from crm.business_rules.sales.states import LOST, OPEN, WON
from crm.business_rules.sales_actions.closing import (
    ANY_REASON,
    change_state,
    create_closing,
    record_in_state,
)
from crm.business_rules.sales_actions.copying import copy_document
from crm.models import CrmRecord
from crm.models.version import in_turn

_MESSAGES: Final = {WON: "WinOpportunity", LOST: "LoseOpportunity"}


def win_opportunity(
    *,
    opportunity_id: UUID,
    caller: Caller,
    closing: Mapping[str, Any] | None = None,
    status: int = ANY_REASON,
) -> CrmRecord:
    """Sets an open opportunity to Won. Raises CrmFault."""
    return _close(opportunity_id, WON, status, closing or {}, caller)


def lose_opportunity(
    *,
    opportunity_id: UUID,
    caller: Caller,
    closing: Mapping[str, Any] | None = None,
    status: int = ANY_REASON,
) -> CrmRecord:
    """Sets an open opportunity to Lost. Raises CrmFault."""
    return _close(opportunity_id, LOST, status, closing or {}, caller)


def _close(
    opportunity_id: UUID, state: int, status: int, closing: Mapping[str, Any], caller: Caller
) -> CrmRecord:
    with in_turn():
        opportunity = record_in_state(
            "opportunity",
            opportunity_id,
            {OPEN},
            message=_MESSAGES[state],
            caller=caller,
            fault=ALREADY_CLOSED,
        )
        revenue = closing.get("actualrevenue")
        if revenue is None and state == WON:
            revenue = opportunity.column_value("estimatedvalue")
        closed = change_state(
            opportunity,
            state,
            status,
            caller=caller,
            actualvalue=revenue,
            actualclosedate=(closing.get("actualend") or timezone.now()).date(),
        )
        _tell(closed, {**closing, "actualrevenue": revenue}, caller)
        return closed


def _tell(opportunity: CrmRecord, closing: Mapping[str, Any], caller: Caller) -> None:
    create_closing(
        "opportunityclose",
        opportunity,
        closing,
        caller=caller,
        opportunitystatecode=opportunity.column_value("statecode"),
        opportunitystatuscode=opportunity.column_value("statuscode"),
    )


def generate_from_opportunity(
    *, opportunity_id: UUID, document: Document, message: str, caller: Caller
) -> CrmRecord:
    """Makes a quote, an order or an invoice of an open opportunity with a price list. Raises CrmFault."""
    with in_turn():
        opportunity = record_in_state("opportunity", opportunity_id, {OPEN}, message=message, caller=caller)
        if opportunity.column_value("pricelevelid") is None:
            raise CrmFault(REQUIRED, column="pricelevelid", table="opportunity")
        return copy_document(opportunity, OPPORTUNITY, document, caller=caller)
