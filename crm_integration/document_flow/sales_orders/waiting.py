"""Which orders of the CRM wait to become sales orders. Source: SD 1.1."""

from collections.abc import Mapping
from typing import Any

from crm_integration.document_flow.sales_documents.crm_document import CrmDocument

SUBMITTED = 1
# What the CRM holds where an order was never taken over, besides nothing.
NEVER = "1900-01-01"
WAITING = (
    f"statecode eq {SUBMITTED} and "
    f"(lastbackofficesubmit eq null or lastbackofficesubmit eq {NEVER}T00:00:00Z)"
)


def is_submitted(order: CrmDocument) -> bool:
    return order.values.get("statecode") == SUBMITTED


def is_stamped(values: Mapping[str, Any]) -> bool:
    """Whether an order bears the day on which it was taken over."""
    moment = values.get("lastbackofficesubmit")
    return moment is not None and not str(moment).startswith(NEVER)
