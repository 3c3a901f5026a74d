"""The FactBoxes of an order's journey: how it stands in the CRM, its documents, its customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from crm_integration.admin.crm_links import crm_url
from crm_integration.admin.order_journey.documents import document_url
from crm_integration.admin.value_texts import label_of
from crm_integration.document_flow.order_life.journey_facts import DocumentFact, OrderState
from crm_integration.document_flow.order_life.journey_reader import Journey
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.models import ConnectionSetup
from crm_integration.synch_engine.facts import facts_now
from erp.admin.extensions import Html, Status
from erp.admin.formats import money_text
from erp.models import Customer
from erp.queries.customer_statistics import customer_statistics
from erp.queries.local_currency import local_currency_code

NONE = "\N{EN DASH}"


@dataclass(frozen=True)
class CrmBox:
    """``read_at``: as of when the status holds where the CRM could not be asked now.

    ``totals`` is None where there is nothing to compare yet.
    """

    url: str
    number: str
    status: str
    read_at: datetime | None
    told_at: datetime | None
    untold: int
    totals: Status | None


def crm_box(journey: Journey, *, setup: ConnectionSetup) -> CrmBox:
    told: Any = journey.listed or journey.document
    times = [step.told_at for step in journey.steps if step.told_at]
    return CrmBox(
        url=crm_url(ORDER, journey.crm_id, setup=setup),
        number=told.number,
        status=_crm_status(told.statecode, told.statuscode),
        read_at=None if journey.listed else told.state_read_at,
        told_at=max(times, default=None),
        untold=sum(step.told_at is None for step in journey.steps),
        totals=_totals(journey),
    )


def _crm_status(statecode: int | None, statuscode: int | None) -> str:
    """State and reason as the CRM calls them; one word where they are called alike."""
    columns = facts_now("sales_header", ORDER).crm
    known = (("statecode", statecode), ("statuscode", statuscode))
    labels = [label_of(columns[name], value) for name, value in known if value is not None]
    return " · ".join(dict.fromkeys(labels)) or NONE


def _totals(journey: Journey) -> Status | None:
    if journey.listed is None or not journey.lines or _is_partly_cancelled(journey):
        return None
    if journey.total == journey.listed.total:
        return Status(look="ok", text=_("Equal"))
    words = {"total": money_text(journey.listed.total, journey.listed.currency)}
    return Status(look="warn", text=_("%(total)s there") % words, icon="differs")


def _is_partly_cancelled(journey: Journey) -> bool:
    is_gone = journey.facts.state is OrderState.INVOICED
    return is_gone and any(invoice.is_cancelled for invoice in journey.facts.invoices)


def document_box(journey: Journey) -> list[tuple[str, Html]]:
    """Labels and links; a dash where there is none yet."""
    facts = journey.facts
    payments = dict.fromkeys(payment for invoice in facts.invoices for payment in invoice.payments)
    known: Any = journey.order or journey.posted
    return [
        (_("Quote"), getattr(known, "quote_no", "") or NONE),
        (_("Sales order"), _order(journey)),
        (_("Shipment"), _links(facts.shipments)),
        (_("Invoice"), _links(facts.invoices)),
        (_("Payment"), _links(list(payments))),
    ]


def _order(journey: Journey) -> Html:
    order = journey.facts.order
    if order is None:
        return NONE
    return _links([order]) if journey.order else order.no


def _links(documents: Sequence[DocumentFact]) -> Html:
    links = (format_html('<a href="{}">{}</a>', document_url(one), one.no) for one in documents)
    return format_html_join(", ", "{}", ((link,) for link in links)) or NONE


def customer_box(journey: Journey, *, today: date) -> dict[str, Any] | None:
    """None before there is a sales order: nobody knows yet who will pay it."""
    known = journey.order or journey.posted
    if known is None:
        return None
    payer = known.bill_to_customer_id
    found = customer_statistics([payer], today=today).get(payer)
    customer = Customer.objects.filter(no=payer).first()
    if found is None or customer is None:
        return None
    local = local_currency_code()
    return {
        "name": found.name or found.customer_no,
        "url": reverse("admin:erp_customer_change", args=[customer.pk]),
        "balance": money_text(found.balance_lcy, local),
        "overdue": money_text(found.overdue_amounts_lcy, local),
        "is_overdue": found.overdue_amounts_lcy > 0,
    }
