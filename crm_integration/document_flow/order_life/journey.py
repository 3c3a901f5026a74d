"""Which stages an order of the CRM has passed on its way from being submitted to being paid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from crm_integration.document_flow.order_life.journey_facts import (
    ZERO,
    DocumentFact,
    InvoiceFact,
    JourneyFacts,
    LineFact,
    OrderState,
)
from crm_integration.table_mapping.problem import Cure, Problem

ACTIVE, CANCELED = 0, 2


class StageName(StrEnum):
    SUBMITTED = "submitted"
    CREATED = "created"
    RELEASED = "released"
    SHIPPED = "shipped"
    INVOICED = "invoiced"
    PAID = "paid"


class Progress(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True)
class Measure:
    """How much of the order; ``unit`` is that of all lines that have one."""

    done: Decimal
    of: Decimal
    unit: str


@dataclass(frozen=True)
class Stage:
    """``document`` is the latest of a stage and ``others`` how many more there are.

    ``at`` is when the stage was reached last, ``on`` the day where only that is known. ``blocker``: what
    keeps the order from passing it. ``due_date`` is the earliest of what is not paid.
    """

    name: StageName
    progress: Progress = Progress.NEXT
    is_partial: bool = False
    at: datetime | None = None
    on: date | None = None
    document: DocumentFact | None = None
    others: int = 0
    measure: Measure | None = None
    due_date: date | None = None
    blocker: Problem | None = None


def stages_of(facts: JourneyFacts, *, today: date) -> tuple[Stage, ...]:
    """The six stages in their order. What is begun is under way, as is the first that is not done."""
    found = (
        _submitted(facts),
        _created(facts),
        _released(facts),
        _shipped(facts),
        _invoiced(facts),
        _paid(facts, today),
    )
    return _with_first_now(found, facts)


def current_stage(stages: Sequence[Stage]) -> Stage:
    """Where the order stands: the furthest stage that is begun, else the last one that is done."""
    begun = [stage for stage in stages if stage.progress is Progress.DONE or stage.is_partial]
    return begun[-1] if begun else stages[0]


def _with_first_now(found: Sequence[Stage], facts: JourneyFacts) -> tuple[Stage, ...]:
    first = next((stage.name for stage in found if stage.progress is not Progress.DONE), None)
    return tuple(
        replace(stage, progress=Progress.NOW, blocker=stage.blocker or _canceled(facts))
        if stage.name == first
        else stage
        for stage in found
    )


def _canceled(facts: JourneyFacts) -> Problem | None:
    if facts.statecode != CANCELED or facts.is_kept or facts.state is OrderState.INVOICED:
        return None
    return Problem("order_canceled_in_crm", Cure.REJECTED)


def _submitted(facts: JourneyFacts) -> Stage:
    was_submitted = facts.submitted_at is not None or facts.state is not OrderState.NONE
    is_done = was_submitted or facts.statecode not in (None, ACTIVE, CANCELED)
    return Stage(StageName.SUBMITTED, _done(is_done), at=facts.submitted_at)


def _created(facts: JourneyFacts) -> Stage:
    is_done = facts.state is not OrderState.NONE
    blocker = None if is_done else facts.problem
    return Stage(
        StageName.CREATED, _done(is_done), at=facts.created_at, document=facts.order, blocker=blocker
    )


def _released(facts: JourneyFacts) -> Stage:
    """An order that was opened again is to be released again."""
    is_done = facts.state in (OrderState.RELEASED, OrderState.INVOICED)
    return Stage(StageName.RELEASED, _done(is_done), at=facts.released_at if is_done else None)


def _shipped(facts: JourneyFacts) -> Stage:
    shipped = [min(line.shipped, line.quantity) for line in facts.lines]
    is_done = facts.state is OrderState.INVOICED or _is_all(facts.lines, shipped)
    stage = _with_documents(Stage(StageName.SHIPPED), facts.shipments if any(shipped) or is_done else ())
    return _measured(stage, is_done, facts.lines, shipped)


def _invoiced(facts: JourneyFacts) -> Stage:
    valid = [invoice for invoice in facts.invoices if not invoice.is_cancelled]
    cancelled = [invoice for invoice in facts.invoices if invoice.is_cancelled]
    invoiced = [min(line.invoiced, line.quantity) for line in facts.lines]
    is_gone = facts.state is OrderState.INVOICED
    is_done = _is_all(facts.lines, invoiced) or (is_gone and bool(valid) and not cancelled)
    stage = _measured(_with_documents(Stage(StageName.INVOICED), valid), is_done, facts.lines, invoiced)
    if not is_gone or is_done or not cancelled:
        return stage
    # Nothing is left of the order that could be invoiced again.
    return replace(stage, blocker=Problem("invoice_was_cancelled", Cure.REJECTED, {"no": cancelled[-1].no}))


def _paid(facts: JourneyFacts, today: date) -> Stage:
    valid = [invoice for invoice in facts.invoices if not invoice.is_cancelled]
    owed = [invoice for invoice in valid if invoice.remaining]
    is_everything_invoiced = _invoiced(facts).progress is Progress.DONE
    is_done = is_everything_invoiced and bool(valid) and not owed
    due = min((invoice.due_date for invoice in owed if invoice.due_date), default=None)
    days = [invoice.closed_date for invoice in valid if invoice.closed_date]
    paid = [payment for invoice in valid for payment in invoice.payments]
    stage = Stage(
        StageName.PAID,
        _done(is_done),
        is_partial=not is_done and any(invoice.is_paid_partly for invoice in valid),
        on=max(days, default=None),
        due_date=due,
        blocker=_overdue(owed, due, today),
    )
    stage = _with_documents(stage, list(dict.fromkeys(paid)))
    return replace(stage, progress=Progress.NOW) if stage.is_partial else stage


def _overdue(owed: Sequence[InvoiceFact], due: date | None, today: date) -> Problem | None:
    if due is None or due >= today:
        return None
    late = next(invoice for invoice in owed if invoice.due_date == due)
    return Problem("invoice_is_overdue", Cure.REJECTED, {"no": late.no})


def _measured(stage: Stage, is_done: bool, lines: Sequence[LineFact], done: Sequence[Decimal]) -> Stage:
    if is_done:
        return replace(stage, progress=Progress.DONE)
    if not any(done):
        return stage
    return replace(stage, progress=Progress.NOW, is_partial=True, measure=_measure(lines, done))


def _measure(lines: Sequence[LineFact], done: Sequence[Decimal]) -> Measure | None:
    """Of what has a unit, such as no freight; different units make no sum."""
    counted = [(line, part) for line, part in zip(lines, done, strict=True) if line.unit]
    units = {line.unit for line, _part in counted}
    if len(units) != 1:
        return None
    of = sum((line.quantity for line, _part in counted), ZERO)
    return Measure(sum((part for _line, part in counted), ZERO), of, units.pop())


def _with_documents(stage: Stage, documents: Sequence[DocumentFact]) -> Stage:
    if not documents:
        return stage
    last = documents[-1]
    return replace(stage, at=last.at, document=last, others=len(documents) - 1)


def _is_all(lines: Sequence[LineFact], done: Sequence[Decimal]) -> bool:
    return bool(lines) and all(part >= line.quantity for line, part in zip(lines, done, strict=True))


def _done(is_done: bool) -> Progress:
    return Progress.DONE if is_done else Progress.NEXT
