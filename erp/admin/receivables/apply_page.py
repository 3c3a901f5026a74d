"""The page *Apply Entries*: which open entries a payment or credit memo settles, and *Unapply*."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.admin.extensions import PROCESS, Action, RecordNotes, RecordNotesSource, extensions
from erp.admin.formats import money_text
from erp.admin.receivables.customer_ledger import entry_status
from erp.admin.receivables.open_entries import OptionalAmount, open_entries, rows
from erp.admin.site import site
from erp.models import CustomerLedgerEntry, DetailedEntryType
from erp.operations.apply_customer_entries import apply_customer_entries
from erp.operations.errors import OperationError
from erp.operations.unapply_customer_entry import unapply_customer_entry
from erp.queries.customer_ledger import with_amounts
from erp.queries.local_currency import local_currency_code


class ApplyForm(forms.Form):
    amount = OptionalAmount(
        label=gettext_lazy("Amount to Apply"),
        help_text=gettext_lazy("Left empty, as much as fits"),
        label_suffix="",
    )


def apply_entries(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Offers the entries of the same customer and currency that owe in the other direction."""
    entry: Any = get_object_or_404(with_amounts(CustomerLedgerEntry.objects.all()), pk=entry_id)
    chosen = request.POST.getlist("entry")
    form = ApplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if not chosen:
                raise OperationError(_("Choose at least one entry."))
            apply_customer_entries(
                entry_id=entry.pk, applies_to=_ids(chosen), amount=form.cleaned_data["amount"]
            )
        except OperationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(entry)s is applied.") % {"entry": entry})
            return HttpResponseRedirect(_card(entry))
    return _page(request, entry, form, chosen)


def _ids(chosen: Sequence[str]) -> list[UUID]:
    try:
        return [UUID(value) for value in chosen]
    except ValueError as error:
        raise OperationError(_("Choose at least one entry.")) from error


def _page(request: HttpRequest, entry: Any, form: ApplyForm, chosen: Sequence[str]) -> HttpResponse:
    others = CustomerLedgerEntry.objects.filter(customer=entry.customer, currency=entry.currency)
    fitting = [
        other
        for other in open_entries(others.exclude(pk=entry.pk))
        if (other.remaining_amount > 0) != (entry.remaining_amount > 0)
    ]
    return site.page(
        request,
        "erp/apply_entries.html",
        title=_("Apply %(entry)s") % {"entry": f"{entry.get_document_type_display()} {entry.document_no}"},
        subtitle=_("%(customer)s · %(remaining)s remaining")
        % {
            "customer": entry.customer.name or entry.customer.no,
            "remaining": money_text(entry.remaining_amount, entry.currency_id or local_currency_code()),
        },
        breadcrumbs=[
            (gettext_lazy("Customer Ledger Entries"), reverse("admin:erp_customerledgerentry_changelist")),
            (entry.document_no, _card(entry)),
        ],
        form_page=True,
        status=422 if form.errors else 200,
        form=form,
        rows=rows(fitting, chosen),
        back=_card(entry),
    )


def _card(entry: CustomerLedgerEntry) -> str:
    return reverse("admin:erp_customerledgerentry_change", args=[entry.pk])


def _apply_url(request: HttpRequest, ids: Sequence[UUID]) -> str:
    return reverse("admin:apply_entries", args=[ids[0]])


def _unapply(request: HttpRequest, ids: Sequence[UUID]) -> None:
    for entry_id in ids:
        try:
            entry = unapply_customer_entry(entry_id=entry_id)
        except OperationError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("The latest application of %(entry)s is taken back.") % {"entry": entry}
            )


def _closed(request: HttpRequest, entry: Model) -> str:
    return "" if entry.open else _("Nothing remains of this entry.")  # type: ignore[attr-defined]


def _nothing_applied(request: HttpRequest, entry: Model) -> str:
    details = entry.details.filter(entry_type=DetailedEntryType.APPLICATION, unapplied=False)  # type: ignore[attr-defined]
    return "" if details.exists() else _("Nothing is applied to this entry.")


def _status(request: HttpRequest, entry: Model) -> RecordNotes:
    return RecordNotes(status=entry_status(entry))  # type: ignore[arg-type]


_PERMISSION = "erp.change_customerledgerentry"
site.register_view(
    "customer-ledger-entries/<uuid:entry_id>/apply/", apply_entries, "apply_entries", permission=_PERMISSION
)
extensions.for_table(
    "customer_ledger_entry",
    Action(
        code="apply",
        label=gettext_lazy("Apply Entries"),
        group=PROCESS,
        icon="link",
        url=_apply_url,
        needs="one",
        on=frozenset({"card"}),
        promoted=True,
        permission=_PERMISSION,
        unavailable=_closed,
    ),
    Action(
        code="unapply",
        label=gettext_lazy("Unapply Entries"),
        group=PROCESS,
        icon="unlink",
        run=_unapply,
        needs="one",
        on=frozenset({"card"}),
        promoted=True,
        permission=_PERMISSION,
        unavailable=_nothing_applied,
    ),
    RecordNotesSource(code="entry_status", load=_status, order=10),
)
