"""From an order to what was posted of it, and from shipments to an invoice."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import PROCESS, RELATED, Action, extensions
from erp.admin.sales_documents.kinds import kind_of
from erp.models import Customer, SalesHeader, SalesShipmentHeader
from erp.operations.create_invoice_of_shipments import create_invoice_of_shipments
from erp.operations.errors import OperationError


def _list(model_name: str, **narrowed: Any) -> str:
    return f"{reverse(f'admin:erp_{model_name}_changelist')}?{urlencode(narrowed)}"


def _of_order(model_name: str) -> Any:
    def url(request: HttpRequest, ids: Sequence[UUID]) -> str:
        number = SalesHeader.objects.filter(pk__in=ids).values_list("no", flat=True).first() or ""
        return _list(model_name, order_no__exact=number)

    return url


def _orders_of_customer(request: HttpRequest, ids: Sequence[UUID]) -> str:
    number = Customer.objects.filter(pk__in=ids).values_list("no", flat=True).first() or ""
    return _list("salesorder", sell_to_customer__no__exact=number)


def _order_of_shipment(request: HttpRequest, ids: Sequence[UUID]) -> str:
    order_id = SalesShipmentHeader.objects.filter(pk__in=ids).values_list("order_id", flat=True).first()
    return reverse("admin:erp_salesorder_change", args=[order_id])


def _order_is_gone(request: HttpRequest, shipment: Any) -> Any:
    there = SalesHeader.objects.filter(pk=shipment.order_id).exists()
    return "" if there else _("The order is invoiced in full or deleted.")


def _invoice(request: HttpRequest, ids: Sequence[UUID]) -> HttpResponse | None:
    try:
        invoice = create_invoice_of_shipments(shipment_ids=ids)
    except OperationError as error:
        messages.error(request, str(error))
        return None
    return HttpResponseRedirect(kind_of(invoice).card(invoice))


def _related(code: str, label: Any, url: Any, permission: str, **more: Any) -> Action:
    return Action(
        code=code,
        label=label,
        group=RELATED,
        icon="document",
        url=url,
        needs="one",
        on=frozenset({"card"}),
        promoted=True,
        permission=permission,
        **more,
    )


extensions.for_table(
    "sales_order",
    _related("shipments", _("Shipments"), _of_order("salesshipmentheader"), "erp.view_salesshipmentheader"),
    _related("invoices", _("Invoices"), _of_order("salesinvoiceheader"), "erp.view_salesinvoiceheader"),
)
extensions.for_table(
    "customer", _related("sales_orders", _("Sales Orders"), _orders_of_customer, "erp.view_salesorder")
)
extensions.for_table(
    "sales_shipment_header",
    _related("order", _("Order"), _order_of_shipment, "erp.view_salesorder", unavailable=_order_is_gone),
    Action(
        code="invoice",
        label=_("Create Invoice"),
        group=PROCESS,
        icon="plus",
        run=_invoice,
        needs="many",
        promoted=True,
        in_selection_bar=True,
        permission="erp.add_salesinvoice",
    ),
)
