"""The lives of the records of Sales: which state may follow which, by a plain write or by a message only.

Tables that are not here may go from any of their states to any other. Sources: the state models of the tables
of Dynamics 365 Sales, and what its connectors rely on: orders go back from Submitted to Active to be changed,
invoices from Paid or Canceled to Active before they get another state.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, kw_only=True)
class States:
    """``moves`` are the states that a plain write may lead to; ``messages`` name the only way to others.

    Columns change only in ``editable`` states, or in a write that leads to another state.
    """

    initial: frozenset[int] = frozenset({0})
    moves: Mapping[int, frozenset[int]]
    messages: Mapping[int, str] = field(default_factory=dict)
    editable: frozenset[int] = frozenset({0})

    def may_move(self, before: int, after: int) -> bool:
        return before == after or after in self.moves.get(before, frozenset())


# What changes in every state: the state itself, by its own rules, and who owns the record.
ALWAYS_WRITABLE: Final = frozenset({"statecode", "statuscode", "ownerid"})

OPEN, WON, LOST = 0, 1, 2
DRAFT_QUOTE, ACTIVE_QUOTE, WON_QUOTE, CLOSED_QUOTE = 0, 1, 2, 3
ACTIVE_ORDER, SUBMITTED, CANCELED_ORDER, FULFILLED, INVOICED = 0, 1, 2, 3, 4
ACTIVE_INVOICE, CLOSED_INVOICE, PAID, CANCELED_INVOICE = 0, 1, 2, 3
ACTIVE_PRODUCT, RETIRED, DRAFT_PRODUCT, UNDER_REVISION = 0, 1, 2, 3

STATES: Final[Mapping[str, States]] = {
    "opportunity": States(
        moves={WON: frozenset({OPEN}), LOST: frozenset({OPEN})},
        messages={WON: "WinOpportunity", LOST: "LoseOpportunity"},
    ),
    "quote": States(
        moves={DRAFT_QUOTE: frozenset({ACTIVE_QUOTE}), ACTIVE_QUOTE: frozenset({DRAFT_QUOTE})},
        messages={WON_QUOTE: "WinQuote", CLOSED_QUOTE: "CloseQuote"},
    ),
    "salesorder": States(
        moves={
            ACTIVE_ORDER: frozenset({SUBMITTED, INVOICED}),
            SUBMITTED: frozenset({ACTIVE_ORDER, INVOICED}),
            FULFILLED: frozenset({ACTIVE_ORDER, INVOICED}),
        },
        messages={CANCELED_ORDER: "CancelSalesOrder", FULFILLED: "FulfillSalesOrder"},
    ),
    "invoice": States(
        moves={
            ACTIVE_INVOICE: frozenset({PAID, CANCELED_INVOICE}),
            PAID: frozenset({ACTIVE_INVOICE}),
            CANCELED_INVOICE: frozenset({ACTIVE_INVOICE}),
        },
    ),
    "product": States(
        initial=frozenset({ACTIVE_PRODUCT, DRAFT_PRODUCT}),
        moves={
            DRAFT_PRODUCT: frozenset({ACTIVE_PRODUCT}),
            ACTIVE_PRODUCT: frozenset({RETIRED, UNDER_REVISION}),
            UNDER_REVISION: frozenset({ACTIVE_PRODUCT}),
            RETIRED: frozenset({ACTIVE_PRODUCT}),
        },
        editable=frozenset({ACTIVE_PRODUCT, DRAFT_PRODUCT, UNDER_REVISION}),
    ),
}
