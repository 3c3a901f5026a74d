"""*Make Order* of a quote: at once, or after asking whether a version of the quote is kept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.admin.sales_documents.kinds import kind_of
from erp.admin.site import site
from erp.models import ArchiveQuotes, SalesQuote, SalesReceivablesSetup
from erp.operations.errors import OperationError
from erp.operations.make_order_of_quote import make_order_of_quote

_PERMISSION = ("erp.change_salesquote", "erp.add_salesorder")


def start(request: HttpRequest, quote: Any) -> HttpResponse:
    """Asks where Sales & Receivables Setup says so. Raises OperationError."""
    setup = SalesReceivablesSetup.objects.first()
    if setup is not None and setup.archive_quotes == ArchiveQuotes.QUESTION:
        return HttpResponseRedirect(reverse("admin:make_order", args=[quote.pk]))
    return _make(request, quote, archive=None)


def make_order(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The question."""
    quote = get_object_or_404(SalesQuote, pk=record_id)
    card = kind_of(quote).card(quote)
    if request.method == "POST":
        if "archive" not in request.POST:
            raise Http404
        try:
            return _make(request, quote, archive=request.POST["archive"] == "yes")
        except OperationError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(card)
    return site.page(
        request,
        "erp/make_order.html",
        title=_("Make an order of %(quote)s") % {"quote": quote},
        breadcrumbs=[
            (kind_of(quote).title, reverse("admin:erp_salesquote_changelist")),
            (quote.no, card),
        ],
        form_page=True,
        quote=quote,
        back=card,
    )


def _make(request: HttpRequest, quote: Any, *, archive: bool | None) -> HttpResponse:
    order = make_order_of_quote(record_id=quote.pk, archive=archive, archived_by=request.user.get_username())
    messages.success(request, _("%(quote)s is %(order)s now.") % {"quote": quote, "order": order})
    return HttpResponseRedirect(kind_of(order).card(order))


site.register_view(
    "sales-quotes/<uuid:record_id>/make-order/", make_order, "make_order", permission=_PERMISSION
)
