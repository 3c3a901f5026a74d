"""Submits, fulfills and cancels orders, locks their prices, and makes invoices of them."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.sales.documents import INVOICE, ORDER
from crm.business_rules.sales.states import ACTIVE_ORDER, CANCELED_ORDER, FULFILLED, SUBMITTED
from crm.business_rules.sales_actions.closing import (
    ANY_REASON,
    change_state,
    create_closing,
    record_in_state,
)
from crm.business_rules.sales_actions.copying import copy_document
from crm.business_rules.update import Change, update_records
from crm.models import CrmRecord
from crm.models.version import in_turn

_OPEN: Final = frozenset({ACTIVE_ORDER, SUBMITTED})


def submit_order(*, order_id: UUID, caller: Caller) -> CrmRecord:
    """Hands an active order to who delivers and invoices: a change of its state. Raises CrmFault."""
    change = Change(order_id, {"statecode": SUBMITTED})
    return update_records(table=metadata.table("salesorder"), changes=[change], caller=caller)[0]


def fulfill_order(
    *, order_id: UUID, caller: Caller, closing: Mapping[str, Any] | None = None, status: int = ANY_REASON
) -> CrmRecord:
    """Sets an active or submitted order to Fulfilled. Raises CrmFault."""
    with in_turn():
        order = record_in_state("salesorder", order_id, _OPEN, message="FulfillSalesOrder", caller=caller)
        _tell(order, closing or {}, caller)
        fulfilled = order.column_value("datefulfilled") or timezone.now()
        return change_state(order, FULFILLED, status, caller=caller, datefulfilled=fulfilled)


def cancel_order(
    *, order_id: UUID, caller: Caller, closing: Mapping[str, Any] | None = None, status: int = ANY_REASON
) -> CrmRecord:
    """Sets an active or submitted order to Canceled. Raises CrmFault."""
    with in_turn():
        order = record_in_state("salesorder", order_id, _OPEN, message="CancelSalesOrder", caller=caller)
        _tell(order, closing or {}, caller)
        return change_state(order, CANCELED_ORDER, status, caller=caller)


def _tell(order: CrmRecord, closing: Mapping[str, Any], caller: Caller) -> None:
    number = order.column_value("ordernumber")
    create_closing("orderclose", order, closing, caller=caller, ordernumber=number)


def convert_order_to_invoice(*, order_id: UUID, caller: Caller) -> CrmRecord:
    """Makes an invoice of an order that is active, submitted or fulfilled. Raises CrmFault."""
    states = _OPEN | {FULFILLED}
    with in_turn():
        order = record_in_state(
            "salesorder", order_id, states, message="ConvertSalesOrderToInvoice", caller=caller
        )
        return copy_document(order, ORDER, INVOICE, caller=caller, ispricelocked=True)
