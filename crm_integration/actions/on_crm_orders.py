"""What a person does with submitted orders of the CRM: make sales orders of them."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Needs, Outcome, Subject
from crm_integration.actions.crm_documents import Codes, make_documents
from crm_integration.actions.permissions import CREATE_DOCUMENTS
from crm_integration.document_flow.sales_orders.create_later import SALES_ORDERS_LATER

CODES = Codes(scheduled="orders_scheduled", made="order_created", known="order_already_created")


def _create(call: Call) -> Outcome:
    """Raises ActionRefused, DataverseError."""
    return make_documents(call, SALES_ORDERS_LATER, CODES)


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
