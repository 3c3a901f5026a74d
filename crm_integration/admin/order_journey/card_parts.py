"""What cards of sales orders and posted invoices tell of the CRM's order that they come from."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_integration.actions.permissions import VIEW_DOCUMENTS
from crm_integration.admin.areas import CRM_GROUP
from crm_integration.document_flow.order_life.canceled_orders import CANCELED
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.models import CrmDocument
from erp.admin.extensions import Action, Note, RecordNotes, RecordNotesSource
from erp.models import SalesHeader, SalesInvoiceHeader, SalesInvoiceLine


def journey_parts() -> dict[str, tuple[Any, ...]]:
    """By the page that shows the records of a table."""
    return {
        "sales_order": (
            _journey_action(),
            RecordNotesSource(code="crm_order", load=_notes, permission=VIEW_DOCUMENTS, order=5),
        ),
        "sales_invoice_header": (_journey_action(),),
    }


def _journey_action() -> Action:
    return Action(
        code="order_journey",
        label=gettext_lazy("Order journey"),
        group=CRM_GROUP,
        url=_url,
        needs="one",
        on=frozenset({"card"}),
        icon="right",
        permission=VIEW_DOCUMENTS,
        unavailable=_why_none,
        order=5,
    )


def _url(request: HttpRequest, ids: Sequence[UUID]) -> str:
    document = _document_of(ids[0]) if ids else None
    return reverse("admin:order_journey", args=[document.crm_id]) if document else reverse("admin:crm_orders")


def _why_none(request: HttpRequest, record: Model) -> str:
    if _document_of(record.pk) is not None:
        return ""
    return _("It does not come from an order of %(crm)s") % {"crm": settings.CRM_PRODUCT_NAME}


def _document_of(record_id: UUID) -> CrmDocument | None:
    """Of a sales order or a posted invoice; an invoice of several orders leads to one of them."""
    lines = SalesInvoiceLine.objects.filter(document=record_id, order_id__isnull=False)
    invoices = SalesInvoiceHeader.objects.filter(pk=record_id, order_id__isnull=False)
    of_record = Q(erp_id=record_id)
    of_invoice = Q(erp_id__in=lines.values("order_id")) | Q(erp_id__in=invoices.values("order_id"))
    return CrmDocument.objects.filter(of_record | of_invoice, crm_table=ORDER).first()


def _notes(request: HttpRequest, record: Model) -> RecordNotes | None:
    """The cancellation in the CRM, with the way to decide what follows."""
    if not isinstance(record, SalesHeader):
        return None
    document = CrmDocument.objects.filter(erp_id=record.pk, crm_table=ORDER, statecode=CANCELED).first()
    if document is None:
        return None
    words = {"order": document.number, "crm": settings.CRM_PRODUCT_NAME}
    text = _("Order %(order)s was canceled in %(crm)s.") % words
    if document.kept_at is not None:
        kept = _("It was decided to keep this sales order.")
        return RecordNotes(banners=[Note(look="off", text=f"{text} {kept}")])
    url, label = f"{reverse('admin:crm_orders')}?show=canceled", _("Delete or keep the sales order")
    return RecordNotes(
        banners=[Note(look="warn", text=format_html('{} <a href="{}">{}</a>', text, url, label))]
    )
