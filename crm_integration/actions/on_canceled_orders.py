"""What a person decides about a sales order whose order was canceled in the CRM: delete it, or keep it."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Needs, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import CREATE_DOCUMENTS, DELETE_SALES_ORDERS
from crm_integration.dataverse.clients import FOR_PEOPLE, client_for
from crm_integration.document_flow.order_life.canceled_orders import OrderNotCanceled, see_cancellation
from crm_integration.document_flow.order_life.delete_canceled_order import (
    OrderShipped,
    delete_canceled_order,
)
from crm_integration.document_flow.order_life.keep_canceled_order import keep_canceled_order
from crm_integration.models import ConnectionSetup, CrmDocument
from erp.operations.errors import OperationError


def _delete(call: Call) -> Outcome:
    """Raises ActionRefused, DataverseError."""
    try:
        document = _decided(call, lambda crm_id: delete_canceled_order(crm_id=crm_id))
    except OrderShipped as refused:
        raise ActionRefused("order_is_shipped", no=refused.no) from refused
    except OperationError as refused:
        raise ActionRefused("erp_refused", message=str(refused)) from refused
    return Outcome("canceled_order_deleted", {"no": document.erp_no})


def _keep(call: Call) -> Outcome:
    """Raises ActionRefused, DataverseError."""
    document = _decided(call, lambda crm_id: keep_canceled_order(crm_id=crm_id, now=call.now))
    return Outcome("canceled_order_kept", {"no": document.erp_no})


def _decided(call: Call, decide: Callable[[UUID], CrmDocument]) -> CrmDocument:
    """The page may know of the cancellation before the job Sales Order Status does."""
    crm_id = UUID(str(call.ids[0]))
    try:
        return decide(crm_id)
    except OrderNotCanceled:
        setup = ConnectionSetup.get()
        if setup.sales_obstacle:
            raise ActionRefused("order_not_canceled") from None
        see_cancellation(client_for(setup, policy=FOR_PEOPLE), crm_id)
    try:
        return decide(crm_id)
    except OrderNotCanceled as refused:
        raise ActionRefused("order_not_canceled") from refused


DELETE_CANCELED_ORDER = Action(
    name="delete_canceled_order",
    label=_("Delete order"),
    subject=Subject.CRM_RECORD,
    permission=DELETE_SALES_ORDERS,
    effect=_delete,
    needs=Needs.ONE,
    page="delete_canceled_order",
    icon="trash",
    is_dangerous=True,
)
KEEP_CANCELED_ORDER = Action(
    name="keep_canceled_order",
    label=_("Keep"),
    subject=Subject.CRM_RECORD,
    permission=CREATE_DOCUMENTS,
    effect=_keep,
    needs=Needs.ONE,
    icon="check",
)
