"""Reads what is known here of one order of the CRM: what was made of it, and what became of that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from crm_integration.document_flow.order_life.journey_facts import (
    ZERO,
    DocumentFact,
    JourneyFacts,
    OrderState,
)
from crm_integration.document_flow.order_life.journey_invoices import read_invoices
from crm_integration.document_flow.order_life.journey_lines import JourneyLine, read_lines
from crm_integration.document_flow.reader.listing import ListedDocument
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.document_flow.sales_orders.waiting import SUBMITTED
from crm_integration.models import CrmDocument, OrderStep
from crm_integration.table_mapping.problem import Cure, Problem
from erp.models import SalesDocumentStatus, SalesHeader, SalesInvoiceHeader, SalesShipmentHeader

Kind = OrderStep.Kind


@dataclass(frozen=True)
class Journey:
    """``listed`` is the CRM's order as it is now, None where it was not read or is not there.

    ``order`` is None before it is made and after it is gone; the names of the customer and the references
    are then those of ``posted``, the last of its posted documents. ``steps`` are all of the CRM's order, the
    oldest first, also those of sales orders that were deleted.
    """

    crm_id: UUID
    listed: ListedDocument | None
    document: CrmDocument | None
    order: SalesHeader | None
    posted: SalesInvoiceHeader | SalesShipmentHeader | None
    steps: Sequence[OrderStep]
    lines: Sequence[JourneyLine]
    facts: JourneyFacts

    @property
    def total(self) -> Decimal:
        """What the lines come to without VAT, in the order's currency."""
        return sum((line.amount for line in self.lines), ZERO)


def read_journey(crm_id: UUID, *, listed: ListedDocument | None) -> Journey | None:
    """None where nothing is known of such an order."""
    document = CrmDocument.objects.filter(crm_table=ORDER, crm_id=crm_id).first()
    if document is None and listed is None:
        return None
    erp_id = document.erp_id if document else None
    steps = list(OrderStep.objects.filter(crm_id=crm_id))
    order = SalesHeader.objects.filter(pk=erp_id).first() if erp_id else None
    shipments = list(SalesShipmentHeader.objects.filter(order_id=erp_id).order_by("pk")) if erp_id else []
    invoices = _invoices(erp_id) if erp_id else []
    lines = read_lines(erp_id, order) if erp_id else []
    own = [step for step in steps if step.erp_id == erp_id]
    times = {step.document_id: step.happened_at for step in own}
    facts = JourneyFacts(
        state=_state(document, order),
        statecode=_statecode(document, listed),
        is_kept=document is not None and document.kept_at is not None,
        submitted_at=_submitted_at(document, listed),
        created_at=document.created_at if document else None,
        released_at=next((step.happened_at for step in reversed(own) if step.kind == Kind.RELEASED), None),
        order=_order_fact(document),
        problem=_problem(document),
        lines=tuple(line.fact for line in lines if line.sells),
        shipments=tuple(_shipment_fact(one, times) for one in shipments),
        invoices=read_invoices(invoices, times),
    )
    posted = invoices[-1] if invoices else shipments[-1] if shipments else None
    return Journey(crm_id, listed, document, order, posted, steps, lines, facts)


def _invoices(erp_id: UUID) -> list[SalesInvoiceHeader]:
    """Also those that were made of shipments of several orders."""
    of_order = Q(order_id=erp_id) | Q(lines__order_id=erp_id)
    return list(SalesInvoiceHeader.objects.filter(of_order).distinct().order_by("pk"))


def _state(document: CrmDocument | None, order: SalesHeader | None) -> OrderState:
    if document is None or document.erp_id is None:
        return OrderState.NONE
    if order is None:
        return OrderState.INVOICED
    return OrderState.RELEASED if order.status == SalesDocumentStatus.RELEASED else OrderState.OPEN


def _statecode(document: CrmDocument | None, listed: ListedDocument | None) -> int | None:
    if listed is not None:
        return listed.statecode
    return document.statecode if document else None


def _submitted_at(document: CrmDocument | None, listed: ListedDocument | None) -> datetime | None:
    """Of one that nobody has looked at yet it is its last change, since a submitted order takes none."""
    if document is not None:
        return document.submitted_at
    return listed.changed_at if listed and listed.statecode == SUBMITTED else None


def _order_fact(document: CrmDocument | None) -> DocumentFact | None:
    if document is None or document.erp_id is None:
        return None
    return DocumentFact("sales_header", document.erp_id, document.erp_no, document.created_at)


def _problem(document: CrmDocument | None) -> Problem | None:
    if document is None or not document.code:
        return None
    return Problem(document.code, Cure(document.cure), document.params, document.field)


def _shipment_fact(shipment: SalesShipmentHeader, times: Mapping[UUID | None, datetime]) -> DocumentFact:
    return DocumentFact("sales_shipment_header", shipment.id, shipment.no, times.get(shipment.id))
