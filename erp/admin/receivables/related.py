"""From a customer and a posted document to its ledger entries, and to the payment."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import RELATED, Action, extensions
from erp.models import Customer, SalesCrMemoHeader, SalesInvoiceHeader


def _entries(**narrowed: Any) -> str:
    return f"{reverse('admin:erp_customerledgerentry_changelist')}?{urlencode(narrowed)}"


def _of_customer(request: HttpRequest, ids: Sequence[UUID]) -> str:
    return _entries(customer__no__exact=_number(Customer, ids))


def _of_invoice(request: HttpRequest, ids: Sequence[UUID]) -> str:
    return _entries(document_no__exact=_number(SalesInvoiceHeader, ids))


def _of_credit_memo(request: HttpRequest, ids: Sequence[UUID]) -> str:
    return _entries(document_no__exact=_number(SalesCrMemoHeader, ids))


def _payment(request: HttpRequest, ids: Sequence[UUID]) -> str:
    return f"{reverse('admin:register_payments')}?{urlencode({'customer': _number(Customer, ids)})}"


def _payment_of_invoice(request: HttpRequest, ids: Sequence[UUID]) -> str:
    invoices = SalesInvoiceHeader.objects.filter(pk__in=ids)
    customer_no, no = invoices.values_list("bill_to_customer_id", "no").first() or ("", "")
    return f"{reverse('admin:register_payments')}?{urlencode({'customer': customer_no, 'invoice': no})}"


def _number(model: Any, ids: Sequence[UUID]) -> str:
    return model.objects.filter(pk__in=ids).values_list("no", flat=True).first() or ""


def _link(code: str, label: Any, url: Any, permission: str, icon: str = "document") -> Action:
    return Action(
        code=code,
        label=label,
        group=RELATED,
        icon=icon,
        url=url,
        on=frozenset({"card"}),
        promoted=True,
        permission=permission,
    )


_VIEW, _PAY = "erp.view_customerledgerentry", "erp.add_customerledgerentry"
extensions.for_table(
    "customer",
    _link("ledger_entries", _("Ledger Entries"), _of_customer, _VIEW),
    _link("payment", _("Register Payment"), _payment, _PAY, "money"),
)
extensions.for_table(
    "sales_invoice_header",
    _link("ledger_entries", _("Ledger Entries"), _of_invoice, _VIEW),
    _link("payment", _("Register Payment"), _payment_of_invoice, _PAY, "money"),
)
extensions.for_table(
    "sales_cr_memo_header", _link("ledger_entries", _("Ledger Entries"), _of_credit_memo, _VIEW)
)
