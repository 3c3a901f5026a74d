"""Tells the CRM's order of one step of the sales order, with one effect however often it is told.

Source: SD 1.9 (states), SD 5 (posts). An order that is gone in the CRM has nobody to tell.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Create, Operation, Update
from crm_integration.document_flow.order_life.returned_amounts import AMOUNTS, amounts_to_restore
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.document_flow.sales_orders.stamp import ORDERS
from crm_integration.models import CrmDocument, OrderStep
from crm_integration.table_mapping.values import LookupValue

Kind = OrderStep.Kind
ACTIVE, SUBMITTED, INVOICED = 0, 1, 4
RETURNED: Final = {"statecode": ACTIVE, "statuscode": 2}
ALL_INVOICED: Final = {"statecode": INVOICED, "statuscode": 100003}
# What may still be changed by a plain write; canceled orders stay canceled.
OPEN_STATES = (ACTIVE, SUBMITTED, 3)
AUTO_POST, STATUS = 1, 7
LONGEST = 250
TEXTS: Mapping[str, str] = {
    Kind.RELEASED: gettext_noop("The status of sales order %(order)s in %(erp)s was changed to Released."),
    Kind.SHIPPED: gettext_noop("Shipment %(document)s for sales order %(order)s was created in %(erp)s."),
    Kind.INVOICED: gettext_noop("Invoice %(document)s for sales order %(order)s was created in %(erp)s."),
}


def tell_step(client: DataverseClient, step: OrderStep) -> None:
    """Raises DataverseError for what may go better another time."""
    try:
        if step.kind in TEXTS:
            _execute(client, _post(step))
        elif step.kind == Kind.COMPLETED:
            _change_state(client, step, ALL_INVOICED)
        else:
            _return(client, step)
    except DataverseError as error:
        if error.cure not in (Cure.NOT_FOUND, Cure.DUPLICATE):
            raise


def _post(step: OrderStep) -> Create:
    words = {"order": step.erp_no, "document": step.document_no, "erp": settings.ERP_PRODUCT_NAME}
    values: dict[str, Any] = {
        "text": (_(TEXTS[step.kind]) % words)[:LONGEST],
        "source": AUTO_POST,
        "type": STATUS,
        "regardingobjectid": LookupValue(step.crm_id, "salesorder"),
    }
    return Create("posts", step.id, values)


def _return(client: DataverseClient, step: OrderStep) -> None:
    """The salesperson may submit it again; nothing says any more that the back office has it.

    An order that was made again meanwhile stays where it is.
    """
    made = CrmDocument.objects.filter(crm_table=ORDER, status=CrmDocument.Status.CREATED)
    if made.filter(crm_id=step.crm_id).exists():
        return
    row = client.retrieve(ORDERS, step.crm_id, select=("statecode", "lastbackofficesubmit", *AMOUNTS))
    if row.values["statecode"] not in (ACTIVE, SUBMITTED):
        return
    amounts = amounts_to_restore(row.values)
    client.execute_atomically(
        [
            Update(ORDERS, step.crm_id, RETURNED, version=row.version),
            Update(ORDERS, step.crm_id, {"lastbackofficesubmit": None}),
            *([Update(ORDERS, step.crm_id, amounts)] if amounts else []),
        ]
    )


def _change_state(client: DataverseClient, step: OrderStep, values: Mapping[str, int]) -> None:
    row = client.retrieve(ORDERS, step.crm_id, select=("statecode",))
    if row.values["statecode"] in OPEN_STATES:
        _execute(client, Update(ORDERS, step.crm_id, values, version=row.version))


def _execute(client: DataverseClient, operation: Operation) -> None:
    result = client.execute([operation])[0]
    if result.error is not None:
        raise result.error
