"""What has to be known of an order on both sides to say how far it has come."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from crm_integration.table_mapping.problem import Problem

ZERO = Decimal(0)


class OrderState(StrEnum):
    """What there is of an order in the back office."""

    NONE = "none"
    OPEN = "open"
    RELEASED = "released"
    INVOICED = "invoiced"  # gone, because everything was invoiced


@dataclass(frozen=True)
class DocumentFact:
    """A document or a ledger entry by its table, id and number; ``at`` is when it was posted, if known."""

    table: str
    id: UUID
    no: str
    at: datetime | None = None


@dataclass(frozen=True)
class InvoiceFact(DocumentFact):
    """A posted invoice; amounts as in the customer ledger, including VAT. Nobody owes a cancelled one."""

    amount: Decimal = ZERO
    remaining: Decimal = ZERO
    due_date: date | None = None
    closed_date: date | None = None
    is_cancelled: bool = False
    payments: tuple[DocumentFact, ...] = ()

    @property
    def is_paid_partly(self) -> bool:
        return self.remaining != self.amount


@dataclass(frozen=True)
class LineFact:
    """A line that sells something; quantities are in its unit."""

    unit: str
    quantity: Decimal
    shipped: Decimal = ZERO
    invoiced: Decimal = ZERO


@dataclass(frozen=True)
class JourneyFacts:
    """``statecode`` is that of the CRM's order as last seen, ``is_kept`` whether its cancellation is settled.

    ``problem``: why there is no sales order. Documents stand in the order in which they were posted.
    """

    state: OrderState = OrderState.NONE
    statecode: int | None = None
    is_kept: bool = False
    submitted_at: datetime | None = None
    created_at: datetime | None = None
    released_at: datetime | None = None
    order: DocumentFact | None = None
    problem: Problem | None = None
    lines: tuple[LineFact, ...] = ()
    shipments: tuple[DocumentFact, ...] = ()
    invoices: tuple[InvoiceFact, ...] = ()
