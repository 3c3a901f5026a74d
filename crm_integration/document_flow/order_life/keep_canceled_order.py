"""Keeps the sales order of an order that was canceled in the CRM."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from crm_integration.document_flow.order_life.canceled_orders import undecided_order
from crm_integration.models import CrmDocument


@transaction.atomic
def keep_canceled_order(*, crm_id: UUID, now: datetime) -> CrmDocument:
    """Nobody is asked about it any more, unless its state changes again. Raises OrderNotCanceled."""
    document = undecided_order(crm_id)
    document.kept_at = now
    document.save(update_fields=["kept_at"])
    return document
