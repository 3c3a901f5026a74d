"""The order journey: one order of the CRM from being submitted to being paid, on one page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm_integration.admin.areas import CRM_AREA
from crm_integration.admin.crm_links import crm_url
from crm_integration.admin.crm_orders import PAGE as LIST
from crm_integration.admin.crm_orders import TITLE as LIST_TITLE
from crm_integration.admin.order_journey.boxes import crm_box, customer_box, document_box
from crm_integration.admin.order_journey.documents import document_url
from crm_integration.admin.order_journey.events import events_of
from crm_integration.admin.order_journey.stages import CurrentStatus, shown_stages
from crm_integration.admin.performing import crm_sentence
from crm_integration.dataverse.clients import FOR_READERS, client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.order_life.journey import stages_of
from crm_integration.document_flow.order_life.journey_reader import Journey, read_journey
from crm_integration.document_flow.reader.listing import ListedDocument, documents_by_id
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.models import ConnectionSetup
from erp.admin.formats import amount_text
from erp.admin.site import site
from erp.queries.local_currency import local_currency_code


@dataclass(frozen=True)
class Asked:
    """What the CRM says of the order now; ``error`` if it could not be asked."""

    listed: ListedDocument | None = None
    error: str = ""


@require_GET
def order_journey(request: HttpRequest, crm_id: UUID) -> HttpResponse:
    """Leads back to the list if nothing is known of the order on either side."""
    setup = ConnectionSetup.get()
    asked = _ask(setup, crm_id)
    journey = read_journey(crm_id, listed=asked.listed)
    if journey is None:
        messages.warning(request, asked.error or _("There is no such order."))
        return HttpResponseRedirect(reverse(LIST))
    today = timezone.localdate()
    stages = stages_of(journey.facts, today=today)
    return site.page(
        request,
        "crm_integration/order_journey.html",
        title=_("Order journey · %(order)s") % {"order": _name(journey)},
        breadcrumbs=[
            (CRM_AREA.label, reverse("admin:area", args=[CRM_AREA.code])),
            (LIST_TITLE, reverse(LIST)),
        ],
        subtitle=_subtitle(journey),
        current=CurrentStatus.of(journey, stages),
        stages=shown_stages(journey, stages),
        lines=journey.lines,
        currency=_currency(journey),
        total=amount_text(journey.total),
        events=events_of(journey),
        crm=crm_box(journey, setup=setup),
        documents=document_box(journey),
        customer=customer_box(journey, today=today),
        error=asked.error,
        crm_url=crm_url(ORDER, crm_id, setup=setup),
        order_url=document_url(journey.facts.order) if journey.order and journey.facts.order else "",
        **_next_steps(request, journey),
    )


def _ask(setup: ConnectionSetup, crm_id: UUID) -> Asked:
    if not setup.is_enabled:
        return Asked()
    try:
        client = client_for(setup, policy=FOR_READERS)
        return Asked(documents_by_id(client, ORDER, [crm_id]).get(crm_id))
    except DataverseError as error:
        return Asked(error=crm_sentence(error))


def _next_steps(request: HttpRequest, journey: Journey) -> dict[str, Any]:
    may_post = journey.order is not None and request.user.has_perm("erp.change_salesorder")
    return {"post_url": reverse("admin:post_sales_document", args=[journey.order.pk]) if may_post else ""}  # type: ignore[union-attr]


def _name(journey: Journey) -> str:
    told: Any = journey.document or journey.listed
    return (journey.document.erp_no if journey.document else "") or told.number


def _subtitle(journey: Journey) -> str:
    known: Any = journey.order or journey.posted
    told: Any = journey.listed or journey.document
    parts = [known.sell_to_customer_name if known else told.customer]
    if known and known.external_document_no:
        parts.append(_("External Document No. %(no)s") % {"no": known.external_document_no})
    elif told.name:
        parts.append(told.name)
    if delivery := getattr(known, "requested_delivery_date", None):
        parts.append(_("requested delivery %(date)s") % {"date": date_format(delivery)})
    return " · ".join(part for part in parts if part)


def _currency(journey: Journey) -> str:
    known = journey.order or journey.posted
    return (known.currency_id or local_currency_code()) if known else ""
