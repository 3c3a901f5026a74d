"""Tiles of the Role Center: the orders that wait for somebody, and what customers owe too long."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import HomeTile, Status, Tile, extensions
from erp.models import CustomerLedgerEntry, LedgerDocumentType, SalesDocumentStatus, SalesOrder


def _orders(status: SalesDocumentStatus, label: Any) -> Any:
    def load(request: HttpRequest) -> Tile:
        query = urlencode({"status__exact": status.value})
        return Tile(
            label=label,
            figure=SalesOrder.objects.filter(status=status).count(),
            url=f"{reverse('admin:erp_salesorder_changelist')}?{query}",
        )

    return load


def _overdue(request: HttpRequest) -> Tile:
    invoices = CustomerLedgerEntry.objects.filter(
        open=True, due_date__lt=timezone.localdate(), document_type=LedgerDocumentType.INVOICE
    )
    count = invoices.count()
    query = urlencode({"state": "overdue", "document_type__exact": LedgerDocumentType.INVOICE.value})
    return Tile(
        label=_("Overdue Sales Invoices"),
        figure=count,
        url=f"{reverse('admin:erp_customerledgerentry_changelist')}?{query}",
        status=Status(look="warn", text=_("Late")) if count else None,
    )


extensions.everywhere(
    HomeTile(
        code="open_orders",
        load=_orders(SalesDocumentStatus.OPEN, _("Sales Orders - Open")),
        permission="erp.view_salesorder",
        order=210,
    ),
    HomeTile(
        code="released_orders",
        load=_orders(SalesDocumentStatus.RELEASED, _("Sales Orders - Released")),
        permission="erp.view_salesorder",
        order=211,
    ),
    HomeTile(
        code="overdue_invoices",
        load=_overdue,
        permission="erp.view_customerledgerentry",
        order=212,
    ),
)
