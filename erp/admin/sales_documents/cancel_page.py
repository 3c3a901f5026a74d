"""*Cancel* of a posted invoice: a page of its own that says what follows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.admin.extensions import PROCESS, Action, RecordNotes, RecordNotesSource, extensions
from erp.admin.formats import money_text
from erp.admin.sales_documents.posted import invoice_status
from erp.admin.site import site
from erp.models import SalesInvoiceHeader
from erp.operations.cancel_posted_invoice import cancel_posted_invoice
from erp.operations.errors import OperationError
from erp.queries.local_currency import local_currency_code

_PERMISSION = "erp.change_salesinvoiceheader"


def cancel_invoice(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Asks, cancels, and leads to the credit memo."""
    invoice = get_object_or_404(SalesInvoiceHeader, pk=invoice_id)
    refused = ""
    if request.method == "POST":
        try:
            memo = cancel_posted_invoice(invoice_id=invoice.pk)
        except OperationError as error:
            refused = str(error)
        else:
            card = _card(invoice)
            link = format_html('<a href="{}">{}</a>', card, invoice.no)
            messages.success(request, format_html(_("Invoice {invoice} is cancelled."), invoice=link))
            return HttpResponseRedirect(reverse("admin:erp_salescrmemoheader_change", args=[memo.pk]))
    return _page(request, invoice, refused)


def _page(request: HttpRequest, invoice: SalesInvoiceHeader, refused: str) -> HttpResponse:
    return site.page(
        request,
        "erp/cancel_invoice.html",
        title=_("Cancel invoice %(no)s?") % {"no": invoice.no},
        breadcrumbs=[
            (gettext_lazy("Posted Sales Invoices"), reverse("admin:erp_salesinvoiceheader_changelist")),
            (invoice.no, _card(invoice)),
        ],
        form_page=True,
        status=422 if refused else 200,
        refused=refused,
        invoice=invoice,
        total=money_text(invoice.amount_including_vat, invoice.currency_id or local_currency_code()),
        back=_card(invoice),
    )


def _card(invoice: SalesInvoiceHeader) -> str:
    return reverse("admin:erp_salesinvoiceheader_change", args=[invoice.pk])


def _url(request: HttpRequest, ids: Sequence[UUID]) -> str:
    return reverse("admin:cancel_invoice", args=[ids[0]])


def _cancelled(request: HttpRequest, invoice: Any) -> str:
    return _("The invoice is cancelled already.") if invoice.cancelled else ""


def _status(request: HttpRequest, invoice: Model) -> RecordNotes:
    return RecordNotes(status=invoice_status(invoice))


site.register_view(
    "posted-sales-invoices/<uuid:invoice_id>/cancel/",
    cancel_invoice,
    "cancel_invoice",
    permission=_PERMISSION,
)
extensions.for_table(
    "sales_invoice_header",
    Action(
        code="cancel",
        label=gettext_lazy("Cancel"),
        group=PROCESS,
        icon="close",
        url=_url,
        needs="one",
        on=frozenset({"card"}),
        promoted=True,
        danger=True,
        permission=_PERMISSION,
        unavailable=_cancelled,
    ),
    RecordNotesSource(code="invoice_status", load=_status, order=10),
)
