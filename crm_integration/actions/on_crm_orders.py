"""What a person does with submitted orders of the CRM: make sales orders of them."""

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Level, Needs, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import CREATE_DOCUMENTS
from crm_integration.dataverse.clients import FOR_PEOPLE, client_for
from crm_integration.document_flow.sales_orders.create import Result, create_sales_orders
from crm_integration.document_flow.sales_orders.create_many import OF_PEOPLE, create_later
from crm_integration.models import ConnectionSetup


def _create(call: Call) -> Outcome:
    """One order at once, several in the background. Raises ActionRefused, DataverseError."""
    setup = ConnectionSetup.get()
    if not setup.is_enabled:
        raise ActionRefused("connection_is_off")
    if not setup.is_sales_order_integration_enabled:
        raise ActionRefused("order_integration_is_off")
    ids = [UUID(str(id)) for id in call.ids]
    if len(ids) > 1:
        job = create_later(ids, user=call.user, priority=OF_PEOPLE)
        return Outcome("orders_scheduled", {"number": len(ids)}, Level.INFO, job.pk)
    client = client_for(setup, policy=FOR_PEOPLE)
    return _told(create_sales_orders(client, ids, setup=setup, now=call.now)[0])


def _told(result: Result) -> Outcome:
    if result.problem is not None:
        return Outcome(result.problem.code, result.problem.params, Level.ERROR)
    assert result.document is not None  # noqa: S101 (one or the other)
    params = {"no": result.document.erp_no, "erp_id": str(result.document.erp_id)}
    if result.is_new:
        return Outcome("order_created", params)
    return Outcome("order_already_created", params, Level.INFO)


CREATE_SALES_ORDERS = Action(
    name="create_sales_orders",
    label=_("Create in %(erp)s") % {"erp": settings.ERP_PRODUCT_NAME},
    subject=Subject.CRM_RECORD,
    permission=CREATE_DOCUMENTS,
    effect=_create,
    needs=Needs.MANY,
    icon="plus",
    is_promoted=True,
)
