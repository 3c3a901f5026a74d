"""The page *Register Customer Payments*: what a customer has paid, and for which invoices."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.admin.extensions import SALES, Page, extensions
from erp.admin.receivables.open_entries import OptionalAmount, open_entries, rows
from erp.admin.record_form import LookupInput
from erp.admin.site import site
from erp.models import Customer, CustomerLedgerEntry
from erp.operations.errors import OperationError
from erp.operations.register_payment import register_payment
from erp.queries.local_currency import local_currency_code

_PERMISSION = "erp.add_customerledgerentry"
MOST_CUSTOMERS = 50


class CustomerForm(forms.Form):
    customer = forms.CharField(
        label=gettext_lazy("Customer No."),
        widget=LookupInput(CustomerLedgerEntry._meta.get_field("customer")),
        label_suffix="",
    )


class PaymentForm(forms.Form):
    """Without an amount, what remains of the chosen invoices was paid."""

    posting_date = forms.DateField(
        label=gettext_lazy("Posting Date"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    document_no = forms.CharField(
        max_length=20,
        label=gettext_lazy("Document No."),
        help_text=gettext_lazy("As on the bank statement, for example"),
    )
    amount = OptionalAmount(
        label=gettext_lazy("Amount Received"),
        min_value=Decimal(0),
    )


def register_payments(request: HttpRequest) -> HttpResponse:
    """First the customer, then the invoices and the amount; ``?invoice=`` is one that is ticked."""
    number = request.GET.get("customer", "").strip().upper()
    customer = Customer.objects.filter(no=number).first() if number and "\x00" not in number else None
    if customer is None:
        return _choose_customer(request, number)
    entries = [
        entry
        for entry in open_entries(CustomerLedgerEntry.objects.filter(customer=customer))
        if entry.remaining_amount > 0
    ]
    initial = {"posting_date": timezone.localdate()}
    form = PaymentForm(request.POST if request.method == "POST" else None, initial=initial, label_suffix="")
    if form.is_valid():
        chosen = [entry for entry in entries if str(entry.pk) in request.POST.getlist("entry")]
        try:
            payment = _register(customer, chosen, _currency(customer, chosen or entries), form.cleaned_data)
        except OperationError as error:
            form.add_error(None, str(error))
        else:
            card = reverse("admin:erp_customerledgerentry_change", args=[payment.pk])
            link = format_html('<a href="{}">{}</a>', card, payment.document_no)
            messages.success(request, format_html(_("Payment {payment} is posted."), payment=link))
            return HttpResponseRedirect(f"{reverse('admin:register_payments')}?customer={customer.no}")
    return _page(request, customer, entries, form)


def _register(
    customer: Customer, chosen: list[Any], currency_code: str, entered: Mapping[str, Any]
) -> CustomerLedgerEntry:
    ids: list[UUID] = [entry.pk for entry in chosen]
    return register_payment(
        customer_no=customer.no,
        posting_date=entered["posting_date"],
        amount=entered["amount"],
        document_no=entered["document_no"],
        applies_to=ids,
        currency_code=currency_code,
    )


def _currency(customer: Customer, entries: list[Any]) -> str:
    """That of the entries where they have one; that of the customer where they have several, or none."""
    codes = {entry.currency_id for entry in entries} or {customer.currency_id}
    return (codes.pop() if len(codes) == 1 else customer.currency_id) or ""


def _page(request: HttpRequest, customer: Customer, entries: list[Any], form: PaymentForm) -> HttpResponse:
    code = _currency(customer, entries) or local_currency_code()
    remains = _("Left empty, what remains of the chosen invoices.")
    in_currency = _("In %(currency)s, or in the currency of the chosen invoices.") % {"currency": code}
    form.fields["amount"].help_text = f"{in_currency} {remains}" if code else remains
    return site.page(
        request,
        "erp/register_payment.html",
        title=_("Payment of %(customer)s") % {"customer": customer.name or customer.no},
        breadcrumbs=[(gettext_lazy("Register Customer Payments"), reverse("admin:register_payments"))],
        form_page=True,
        status=422 if form.errors else 200,
        form=form,
        customer=customer,
        rows=rows(entries, _chosen(request, entries)),
        back=reverse("admin:register_payments"),
    )


def _chosen(request: HttpRequest, entries: list[Any]) -> list[str]:
    """What was ticked; at first the invoice from whose card one comes."""
    if request.method == "POST":
        return request.POST.getlist("entry")
    return [str(entry.pk) for entry in entries if entry.document_no == request.GET.get("invoice")]


def _choose_customer(request: HttpRequest, number: str) -> HttpResponse:
    form = CustomerForm({"customer": number} if number else None)
    if number:
        form.add_error("customer", _("There is no customer %(no)s.") % {"no": number})
    owing = CustomerLedgerEntry.objects.filter(open=True).values("customer_id", "customer__name")
    return site.page(
        request,
        "erp/register_payments.html",
        title=_("Register Customer Payments"),
        form_page=True,
        form=form,
        owing=owing.annotate(entries=Count("id"), due=Min("due_date")).order_by("due")[:MOST_CUSTOMERS],
        today=timezone.localdate(),
    )


site.register_view("register-payments/", register_payments, "register_payments", permission=_PERMISSION)
extensions.everywhere(
    Page(
        area=SALES,
        label=gettext_lazy("Register Customer Payments"),
        url_name="admin:register_payments",
        keywords=gettext_lazy("paid receipt bank"),
        permission=_PERMISSION,
        order=46,
    )
)
