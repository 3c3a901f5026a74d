"""What happened to an order on both sides, the latest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_integration.admin.order_journey.stages import moment
from crm_integration.document_flow.order_life.journey_reader import Journey
from crm_integration.models import CrmDocument, OrderStep
from crm_integration.sentences.document_cures import document_sentence
from erp.admin.design import Side
from erp.admin.extensions import Text

Kind = OrderStep.Kind
CANCELED = 2
STEPS: Mapping[str, Text] = {
    Kind.RELEASED: gettext_lazy("Sales order %(order)s was released"),
    Kind.SHIPPED: gettext_lazy("Shipment %(document)s was posted"),
    Kind.INVOICED: gettext_lazy("Invoice %(document)s was posted"),
    Kind.COMPLETED: gettext_lazy("Everything of sales order %(order)s is invoiced"),
    Kind.DELETED: gettext_lazy("Sales order %(order)s was deleted"),
}
TOLD: Mapping[str, Text] = {
    Kind.COMPLETED: gettext_lazy("told to %(crm)s"),
    Kind.DELETED: gettext_lazy("given back to the salesperson"),
}
POSTED = gettext_lazy("posted to the order timeline")


@dataclass(frozen=True)
class Event:
    """``details``: the time, and what the other side knows of it."""

    side: Side
    text: str
    at: datetime
    details: str = ""

    @property
    def icon(self) -> str:
        return f"side-{self.side}"

    @property
    def product(self) -> str:
        return str(settings.ERP_PRODUCT_NAME if self.side == "bc" else settings.CRM_PRODUCT_NAME)


def events_of(journey: Journey) -> list[Event]:
    found = [_step(step) for step in journey.steps]
    if journey.facts.submitted_at is not None:
        told: Any = journey.listed or journey.document
        text = _("Order %(order)s was submitted") % {"order": told.number}
        owner = journey.listed.owner if journey.listed else ""
        found.append(_event("crm", text, journey.facts.submitted_at, owner))
    if journey.document is not None:
        found += _of_document(journey.document)
    return sorted(found, key=lambda event: event.at, reverse=True)


def _step(step: OrderStep) -> Event:
    words = {"order": step.erp_no, "document": step.document_no, "crm": settings.CRM_PRODUCT_NAME}
    told = str(TOLD.get(step.kind, POSTED)) % words
    known = told if step.told_at else _("%(crm)s is not told yet") % words
    return _event("bc", str(STEPS[step.kind]) % words, step.happened_at, known)


def _of_document(document: CrmDocument) -> Iterator[Event]:
    """What was made of the order, or why nothing was; its cancellation, when that was seen."""
    words = {"order": document.erp_no, "crm": settings.CRM_PRODUCT_NAME}
    if document.created_at and document.erp_id:
        marked = "" if document.stamped_at else _("not marked as taken over yet")
        yield _event("bc", _("Sales order %(order)s was created") % words, document.created_at, marked)
    if document.code and document.failed_at:
        reason = {"reason": document_sentence(document)}
        yield _event("bc", _("No sales order could be created. %(reason)s") % reason, document.failed_at)
    if document.statecode == CANCELED and document.state_read_at:
        seen = _("seen by the job Sales Order Status")
        yield _event("crm", _("The order was canceled"), document.state_read_at, seen)
    if document.kept_at:
        yield _event("bc", _("It was decided to keep sales order %(order)s") % words, document.kept_at)


def _event(side: Side, text: str, at: datetime, details: str = "") -> Event:
    return Event(side, text, at, " · ".join(part for part in (moment(at), details) if part))
