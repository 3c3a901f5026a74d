"""Sales orders whose order was canceled in the CRM: somebody decides about them.

Source: clarification 10.
"""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from crm_integration.dataverse.client import DataverseClient
from crm_integration.document_flow.reader.listing import documents_by_id
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.models import CrmDocument

CANCELED = 2
UNDECIDED = Q(status=CrmDocument.Status.CREATED, statecode=CANCELED, kept_at=None)


class OrderNotCanceled(Exception):
    """The order is not canceled as far as is known, or was decided about, or there is nothing of it."""


def undecided_order(crm_id: UUID) -> CrmDocument:
    """To be called in the transaction of the decision. Raises OrderNotCanceled."""
    rows = CrmDocument.objects.select_for_update().filter(UNDECIDED, crm_table=ORDER, crm_id=crm_id)
    document = rows.first()
    if document is None:
        raise OrderNotCanceled
    return document


def see_cancellation(client: DataverseClient, crm_id: UUID) -> None:
    """Writes down what the CRM says of the order now, before the job does. Raises DataverseError."""
    order = documents_by_id(client, ORDER, [crm_id]).get(crm_id)
    if order is None or order.statecode != CANCELED:
        return
    created = CrmDocument.objects.filter(crm_table=ORDER, crm_id=crm_id, status=CrmDocument.Status.CREATED)
    created.exclude(statecode=CANCELED).update(
        statecode=order.statecode, statuscode=order.statuscode, state_read_at=timezone.now(), kept_at=None
    )
