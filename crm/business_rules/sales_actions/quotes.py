"""Wins, closes and revises quotes, and makes orders of those that were won."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.errors import EXISTING_REVISION, CrmFault
from crm.business_rules.sales.documents import ORDER, QUOTE
from crm.business_rules.sales.states import ACTIVE_QUOTE, CLOSED_QUOTE, DRAFT_QUOTE, WON_QUOTE
from crm.business_rules.sales_actions.closing import (
    ANY_REASON,
    change_state,
    create_closing,
    record_in_state,
)
from crm.business_rules.sales_actions.copying import copy_document
from crm.business_rules.update import Change, update_records
from crm.models import CrmRecord, Quote
from crm.models.version import in_turn

_REVISED: Final = 7
_BY_REVISION: Final = 776160001
_BY_WON_QUOTE: Final = 776160001


def win_quote(
    *, quote_id: UUID, caller: Caller, closing: Mapping[str, Any] | None = None, status: int = ANY_REASON
) -> CrmRecord:
    """Sets an active quote to Won. Raises CrmFault."""
    return _close(quote_id, WON_QUOTE, status, closing or {}, "WinQuote", caller)


def close_quote(
    *, quote_id: UUID, caller: Caller, closing: Mapping[str, Any] | None = None, status: int = ANY_REASON
) -> CrmRecord:
    """Closes an active quote as lost, canceled or revised. Raises CrmFault."""
    return _close(quote_id, CLOSED_QUOTE, status, closing or {}, "CloseQuote", caller)


def _close(
    quote_id: UUID, state: int, status: int, closing: Mapping[str, Any], message: str, caller: Caller
) -> CrmRecord:
    with in_turn():
        quote = record_in_state("quote", quote_id, {ACTIVE_QUOTE}, message=message, caller=caller)
        _tell(quote, closing, caller)
        return _end(quote, state, status, closing, caller)


def _end(quote: CrmRecord, state: int, status: int, closing: Mapping[str, Any], caller: Caller) -> CrmRecord:
    ended = closing.get("actualend") or timezone.now()
    return change_state(quote, state, status, caller=caller, closedon=ended.date())


def _tell(quote: CrmRecord, closing: Mapping[str, Any], caller: Caller) -> None:
    create_closing(
        "quoteclose",
        quote,
        closing,
        caller=caller,
        quotenumber=quote.column_value("quotenumber"),
        revision=quote.column_value("revisionnumber"),
    )


def revise_quote(*, quote_id: UUID, caller: Caller) -> CrmRecord:
    """Closes an active quote as revised and returns its next revision, a draft. Raises CrmFault."""
    with in_turn():
        quote = record_in_state("quote", quote_id, {ACTIVE_QUOTE}, message="ReviseQuote", caller=caller)
        number = quote.column_value("quotenumber")
        same = Quote.objects.filter(quotenumber=number).exclude(pk=quote.pk)
        if same.filter(statecode__in=(DRAFT_QUOTE, ACTIVE_QUOTE)).exists():
            raise CrmFault(EXISTING_REVISION)
        _tell(quote, {}, caller)
        _end(quote, CLOSED_QUOTE, _REVISED, {}, caller)
        last = same.order_by("-revisionnumber").values_list("revisionnumber", flat=True).first()
        revision = max(quote.column_value("revisionnumber") or 0, last or 0) + 1
        return copy_document(
            quote,
            QUOTE,
            QUOTE,
            caller=caller,
            quotenumber=number,
            revisionnumber=revision,
            quotecreationmethod=_BY_REVISION,
            closedon=None,
        )


def convert_quote_to_order(
    *, quote_id: UUID, caller: Caller, closing: Mapping[str, Any] | None = None, status: int = ANY_REASON
) -> CrmRecord:
    """Makes an order of a won quote; an active one is won first if ``closing`` tells of it."""
    message = "ConvertQuoteToSalesOrder"
    states = {WON_QUOTE} if closing is None else {WON_QUOTE, ACTIVE_QUOTE}
    with in_turn():
        quote = record_in_state("quote", quote_id, states, message=message, caller=caller)
        if quote.column_value("statecode") == ACTIVE_QUOTE:
            quote = win_quote(quote_id=quote_id, caller=caller, closing=closing, status=status)
        return copy_document(
            quote,
            QUOTE,
            ORDER,
            caller=caller,
            ispricelocked=True,
            ordercreationmethod=_BY_WON_QUOTE,
        )


def activate_quote(*, quote_id: UUID, caller: Caller) -> CrmRecord:
    """Offers a draft quote to its customer: no more than a change of its state. Raises CrmFault."""
    change = Change(quote_id, {"statecode": ACTIVE_QUOTE})
    return update_records(table=metadata.table("quote"), changes=[change], caller=caller)[0]
