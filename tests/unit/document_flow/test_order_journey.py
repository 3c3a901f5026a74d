"""How far an order has come: what is done, what is under way, what stands in the way."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from crm_integration.document_flow.order_life.journey import Stage, StageName, current_stage, stages_of
from crm_integration.document_flow.order_life.journey_facts import (
    DocumentFact,
    InvoiceFact,
    JourneyFacts,
    LineFact,
    OrderState,
)
from crm_integration.table_mapping.problem import Cure, Problem

TODAY = date(2026, 8, 20)
ORDER = DocumentFact("sales_order", uuid4(), "SO-10409", datetime(2026, 8, 18, 11, 16, tzinfo=UTC))
SHIPMENT = DocumentFact("sales_shipment_header", uuid4(), "SS-1", datetime(2026, 8, 19, 8, 40, tzinfo=UTC))
CREATED = JourneyFacts(
    OrderState.OPEN, statecode=1, created_at=ORDER.at, order=ORDER, lines=(LineFact("PCS", Decimal(60)),)
)


def stages(facts: JourneyFacts) -> dict[str, Stage]:
    return {stage.name.value: stage for stage in stages_of(facts, today=TODAY)}


def progress(facts: JourneyFacts) -> list[str]:
    return [stage.progress.value for stage in stages_of(facts, today=TODAY)]


def invoice(**values: Any) -> InvoiceFact:
    known = {"amount": Decimal(100), "remaining": Decimal(100), "due_date": date(2026, 9, 18)}
    return InvoiceFact("sales_invoice_header", uuid4(), "SI-1", SHIPMENT.at, **{**known, **values})


def test_an_order_that_waits_is_submitted_and_to_be_created() -> None:
    facts = JourneyFacts(statecode=1, submitted_at=ORDER.at)
    assert progress(facts) == ["done", "now", "next", "next", "next", "next"]
    assert current_stage(stages_of(facts, today=TODAY)).name is StageName.SUBMITTED


def test_an_order_that_failed_says_what_keeps_it_from_being_created() -> None:
    problem = Problem("account_not_coupled", Cure.MISSING_COUPLING)
    assert stages(JourneyFacts(statecode=1, problem=problem))["created"].blocker == problem


def test_an_order_that_is_reopened_is_to_be_released_again() -> None:
    released = replace(CREATED, state=OrderState.RELEASED, released_at=ORDER.at)
    assert progress(released) == ["done", "done", "done", "now", "next", "next"]
    reopened = replace(released, state=OrderState.OPEN)
    assert progress(reopened) == ["done", "done", "now", "next", "next", "next"]
    assert stages(reopened)["released"].at is None


def test_a_partly_shipped_order_tells_how_much_in_the_unit_that_all_lines_have() -> None:
    lines = (LineFact("PCS", Decimal(24), Decimal(24)), LineFact("PCS", Decimal(36), Decimal(12)))
    facts = replace(CREATED, state=OrderState.RELEASED, lines=lines, shipments=(SHIPMENT,))
    shipped = stages(facts)["shipped"]
    assert (shipped.progress, shipped.is_partial, shipped.document) == ("now", True, SHIPMENT)
    assert shipped.measure
    assert (shipped.measure.done, shipped.measure.of, shipped.measure.unit) == (36, 60, "PCS")
    freight = replace(facts, lines=(*lines, LineFact("", Decimal(1))))
    assert stages(freight)["shipped"].measure == shipped.measure
    mixed = replace(facts, lines=(lines[0], replace(lines[1], unit="BOX")))
    assert stages(mixed)["shipped"].measure is None


def test_an_invoiced_order_is_gone_and_waits_for_its_money() -> None:
    facts = replace(CREATED, state=OrderState.INVOICED, shipments=(SHIPMENT,), invoices=(invoice(),))
    assert progress(facts) == ["done", "done", "done", "done", "done", "now"]
    assert stages(facts)["paid"].due_date == date(2026, 9, 18)
    assert stages(facts)["paid"].blocker is None
    late = replace(facts, invoices=(invoice(due_date=date(2026, 8, 19)),))
    assert stages(late)["paid"].blocker == Problem("invoice_is_overdue", Cure.REJECTED, {"no": "SI-1"})


def test_a_part_of_the_money_makes_it_partly_paid_and_the_rest_paid() -> None:
    payment = DocumentFact("customer_ledger_entry", uuid4(), "PAY-1")
    partly = invoice(remaining=Decimal(40), payments=(payment,))
    facts = replace(CREATED, state=OrderState.INVOICED, invoices=(partly,))
    assert stages(facts)["paid"].is_partial
    assert stages(facts)["paid"].document == payment
    paid = replace(facts, invoices=(replace(partly, remaining=Decimal(0), closed_date=TODAY),))
    assert progress(paid) == ["done"] * 6
    assert stages(paid)["paid"].on == TODAY


def test_an_order_is_not_paid_while_a_part_of_it_is_not_invoiced() -> None:
    line = LineFact("PCS", Decimal(60), Decimal(20), Decimal(20))
    first = invoice(remaining=Decimal(0), closed_date=TODAY)
    facts = replace(CREATED, state=OrderState.RELEASED, lines=(line,), invoices=(first,))
    assert progress(facts) == ["done", "done", "done", "now", "now", "now"]
    assert stages(facts)["paid"].is_partial


def test_what_a_credit_memo_took_back_is_neither_invoiced_nor_paid() -> None:
    cancelled = invoice(remaining=Decimal(0), is_cancelled=True)
    line = LineFact("PCS", Decimal(60), Decimal(60))
    facts = replace(CREATED, state=OrderState.INVOICED, lines=(line,), invoices=(cancelled,))
    assert progress(facts)[3:] == ["done", "now", "next"]
    assert stages(facts)["invoiced"].blocker == Problem(
        "invoice_was_cancelled", Cure.REJECTED, {"no": "SI-1"}
    )


def test_a_cancellation_in_the_crm_stands_in_the_way_until_somebody_keeps_the_order() -> None:
    canceled = replace(CREATED, statecode=2)
    assert stages(canceled)["released"].blocker == Problem("order_canceled_in_crm", Cure.REJECTED)
    assert stages(replace(canceled, is_kept=True))["released"].blocker is None
