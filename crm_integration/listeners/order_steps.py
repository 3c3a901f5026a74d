"""Writes down what happens to sales orders that came from the CRM, in the transaction in which it happens.

Source: SD 1.9, 5. What the CRM is told follows after the commit.
"""

import time
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from crm_integration.job_queue import entries
from crm_integration.job_queue.entries.chores import SALES_ORDER_STATUS
from crm_integration.models import Coupling, CrmDocument, NoteCoupling, OrderStep
from erp.events import (
    records_deleted,
    sales_document_released,
    sales_invoice_posted,
    sales_shipment_posted,
)

Kind = OrderStep.Kind
TABLE, UID = "sales_header", "crm_integration.order_steps"


def connect_order_steps() -> None:
    """To be called once, when the app is ready."""
    sales_document_released.connect(on_released, dispatch_uid=UID)
    sales_shipment_posted.connect(on_shipped, dispatch_uid=UID)
    sales_invoice_posted.connect(on_invoiced, dispatch_uid=UID)
    records_deleted.connect(on_deleted, dispatch_uid=UID)


def on_released(record_id: UUID, **_: Any) -> None:
    _write([record_id], Kind.RELEASED)


def on_shipped(shipment_id: UUID, shipment_no: str, order_id: UUID | None = None, **_: Any) -> None:
    if order_id is not None:
        _write([order_id], Kind.SHIPPED, document_id=shipment_id, document_no=shipment_no)


def on_invoiced(
    invoice_id: UUID,
    invoice_no: str,
    order_ids: Collection[UUID],
    invoiced_order_ids: Collection[UUID],
    **_: Any,
) -> None:
    """Orders that are invoiced completely are gone: their couplings go too, what became of them stays."""
    _write(order_ids, Kind.INVOICED, document_id=invoice_id, document_no=invoice_no)
    completed = _write(invoiced_order_ids, Kind.COMPLETED)
    if completed:
        Coupling.objects.filter(erp_table=TABLE, erp_id__in=completed).delete()


def on_deleted(table: str, record_ids: Collection[UUID], **_: Any) -> None:
    """An order that somebody deletes goes back to the salesperson; one that was invoiced does not."""
    if table != TABLE:
        return
    steps = OrderStep.objects.filter(erp_id__in=record_ids)
    completed = set(steps.filter(kind=Kind.COMPLETED).values_list("erp_id", flat=True))
    invoiced = set(steps.filter(kind=Kind.INVOICED).values_list("erp_id", flat=True)) - completed
    _write(sorted(invoiced), Kind.COMPLETED)  # what was not delivered was given up
    Coupling.objects.filter(erp_table=TABLE, erp_id__in=invoiced).delete()
    deleted = _write([id for id in record_ids if id not in completed | invoiced], Kind.DELETED)
    if deleted:
        Coupling.objects.filter(erp_table=TABLE, erp_id__in=deleted).delete()
        CrmDocument.objects.filter(erp_table=TABLE, erp_id__in=deleted).delete()
        NoteCoupling.objects.filter(crm_id__in=[one.crm_id for one in deleted.values()]).delete()


def _write(order_ids: Collection[UUID], kind: Kind, **values: Any) -> Mapping[UUID, CrmDocument]:
    """Writes a step for each of the orders that came from the CRM, and returns these."""
    if not order_ids:
        return {}
    known = {
        document.erp_id: document
        for document in CrmDocument.objects.filter(erp_table=TABLE, erp_id__in=list(order_ids))
        if document.erp_id is not None and document.crm_table == "salesorder"
    }
    if not known:
        return {}
    now = timezone.now()
    OrderStep.objects.bulk_create(
        OrderStep(
            number=time.time_ns(),
            crm_id=document.crm_id,
            erp_id=erp_id,
            erp_no=document.erp_no,
            kind=kind,
            happened_at=now,
            **values,
        )
        for erp_id, document in known.items()
    )
    transaction.on_commit(_wake, robust=True)
    return known


def _wake() -> None:
    entries.wake([SALES_ORDER_STATUS], now=timezone.now())
