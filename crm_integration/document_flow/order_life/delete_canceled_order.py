"""Deletes the sales order of an order that was canceled in the CRM."""

from uuid import UUID

from django.db import transaction

from crm_integration.document_flow.order_life.canceled_orders import OrderNotCanceled, undecided_order
from crm_integration.models import CrmDocument
from erp.models import SalesHeader
from erp.operations.delete_sales_document import delete_sales_document


class OrderShipped(Exception):
    """Goods of the order ``no`` are at the customer."""

    def __init__(self, no: str) -> None:
        super().__init__(no)
        self.no = no


@transaction.atomic
def delete_canceled_order(*, crm_id: UUID) -> CrmDocument:
    """The CRM's order stays canceled. Raises OrderNotCanceled, OrderShipped, OperationError."""
    document = undecided_order(crm_id)
    order = SalesHeader.objects.filter(pk=document.erp_id).first() if document.erp_id else None
    if order is None:
        raise OrderNotCanceled
    if is_anything_shipped(order.pk):
        raise OrderShipped(order.no)
    # Whoever ships meanwhile gives the order another version.
    delete_sales_document(record_id=order.pk, expected_version=order.row_version)
    return document


def is_anything_shipped(order_id: UUID) -> bool:
    return SalesHeader.objects.filter(pk=order_id, lines__quantity_shipped__gt=0).exists()
