"""Delete order, or Keep: what to do with a sales order whose order was canceled in the CRM."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_integration.actions.on_canceled_orders import DELETE_CANCELED_ORDER, KEEP_CANCELED_ORDER
from crm_integration.admin.areas import CRM_AREA
from crm_integration.admin.crm_orders import PAGE as LIST
from crm_integration.admin.crm_orders import TITLE as LIST_TITLE
from crm_integration.admin.performing import perform_and_tell
from crm_integration.document_flow.order_life.delete_canceled_order import is_anything_shipped
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.mappings.sales_order_salesorder import SALESORDER_ORDER
from crm_integration.models import CrmDocument
from crm_integration.sentences import sentence
from erp.admin.site import site


def delete_canceled_order(request: HttpRequest, crm_id: UUID) -> HttpResponse:
    """Asks once more; one of which a part is shipped is not offered for deletion."""
    back = f"{reverse(LIST)}?show=canceled"
    if request.method == "POST":
        perform_and_tell(request, DELETE_CANCELED_ORDER, mapping=SALESORDER_ORDER.name, ids=(crm_id,))
        return HttpResponseRedirect(back)
    document = CrmDocument.objects.filter(crm_table=ORDER, crm_id=crm_id, erp_id__isnull=False).first()
    if document is None or document.erp_id is None:
        messages.warning(request, sentence("order_not_canceled", {}))
        return HttpResponseRedirect(back)
    if is_anything_shipped(document.erp_id):
        messages.warning(request, sentence("order_is_shipped", {"no": document.erp_no}))
        return HttpResponseRedirect(back)
    return site.page(
        request,
        "crm_integration/delete_canceled_order.html",
        title=_("Delete sales order %(no)s?") % {"no": document.erp_no},
        breadcrumbs=[
            (CRM_AREA.label, reverse("admin:area", args=[CRM_AREA.code])),
            (LIST_TITLE, reverse(LIST)),
        ],
        form_page=True,
        document=document,
        crm=settings.CRM_PRODUCT_NAME,
        back=back,
    )


@require_POST
def keep_canceled_order(request: HttpRequest, crm_id: UUID) -> HttpResponse:
    perform_and_tell(request, KEEP_CANCELED_ORDER, mapping=SALESORDER_ORDER.name, ids=(crm_id,))
    return HttpResponseRedirect(f"{reverse(LIST)}?show=canceled")
