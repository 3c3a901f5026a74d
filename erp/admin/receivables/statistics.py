"""The FactBox with what a customer owes, has ordered and may owe."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import FactBox, extensions
from erp.admin.formats import amount_text
from erp.models import Customer
from erp.queries.customer_statistics import customer_statistics


def _of_customer(request: HttpRequest, customer: Model) -> Mapping[str, Any] | None:
    found = _statistics(customer.no)  # type: ignore[attr-defined]
    return found and {**found, "customer": ""}


def _of_document(request: HttpRequest, document: Model) -> Mapping[str, Any] | None:
    """Of the customer who pays."""
    return _statistics(document.bill_to_customer_id)  # type: ignore[attr-defined]


def _statistics(customer_no: str) -> Mapping[str, Any] | None:
    found = customer_statistics([customer_no], today=timezone.localdate()).get(customer_no)
    if found is None:
        return None
    customer_id = Customer.objects.filter(no=customer_no).values_list("pk", flat=True).get()
    ledger = reverse("admin:erp_customerledgerentry_changelist")
    figures = (
        (_("Balance (LCY)"), found.balance_lcy),
        (_("Outstanding Orders (LCY)"), found.outstanding_orders_lcy),
        (_("Shipped Not Invd. (LCY)"), found.shipped_not_invoiced_lcy),
        (_("Outstanding Invoices (LCY)"), found.outstanding_invoices_lcy),
        (_("Total (LCY)"), found.total_lcy),
        (_("Credit Limit (LCY)"), found.credit_limit_lcy),
        (_("Total Sales (LCY)"), found.total_sales_lcy),
    )
    return {
        "figures": [(label, amount_text(amount)) for label, amount in figures],
        "overdue": amount_text(found.overdue_amounts_lcy) if found.overdue_amounts_lcy > 0 else "",
        "over_limit": 0 < found.credit_limit_lcy < found.total_lcy,
        "customer_url": reverse("admin:erp_customer_change", args=[customer_id]),
        "customer": found.name or found.customer_no,
        "entries_url": f"{ledger}?{urlencode({'customer__no__exact': customer_no})}",
    }


_DOCUMENTS = ("sales_quote", "sales_order", "sales_invoice", "sales_credit_memo", "sales_invoice_header")
for _table in ("customer", *_DOCUMENTS):
    extensions.for_table(
        _table,
        FactBox(
            code="customer_statistics",
            title=_("Customer Statistics"),
            template="erp/customer_statistics_factbox.html",
            load=_of_customer if _table == "customer" else _of_document,
            permission="erp.view_customerledgerentry",
            order=50,
        ),
    )
