"""Orders of the CRM: submitted ones wait to become sales orders."""

from typing import Final

from crm_integration.dataverse.client import DataverseClient
from crm_integration.document_flow.document_lists.document_list import (
    CREATED,
    FAILED,
    HAS_FAILED,
    WAS_CREATED,
    DocumentList,
)
from crm_integration.document_flow.order_life.canceled_orders import CANCELED as IS_CANCELED
from crm_integration.document_flow.order_life.canceled_orders import UNDECIDED
from crm_integration.document_flow.reader.listing import ListedDocument, first_documents
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.document_flow.sales_orders.waiting import WAITING as SUBMITTED
from crm_integration.models import CrmDocument

CANCELED: Final = "canceled"


def _waiting(client: DataverseClient, limit: int) -> list[ListedDocument]:
    """Those that nobody has looked at yet."""
    listed = first_documents(client, ORDER, SUBMITTED, limit=limit)
    looked_at = CrmDocument.objects.filter(crm_table=ORDER, crm_id__in=[order.crm_id for order in listed])
    seen = set(looked_at.values_list("crm_id", flat=True))
    return [order for order in listed if order.crm_id not in seen]


def _state(listed: ListedDocument | None, document: CrmDocument) -> str:
    """One whose cancellation was decided about is as good as any other."""
    statecode = listed.statecode if listed else document.statecode
    return CANCELED if statecode == IS_CANCELED and document.kept_at is None else CREATED


ORDERS: Final = DocumentList(
    table=ORDER,
    shows={
        FAILED: HAS_FAILED,
        CREATED: WAS_CREATED & ~UNDECIDED,
        CANCELED: WAS_CREATED & UNDECIDED,
    },
    read_waiting=_waiting,
    state_of=_state,
)
