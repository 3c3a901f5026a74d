"""List and card of customer ledger entries, with what was applied to them."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import TabularInline
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from erp.admin import design
from erp.admin.code_tables import general
from erp.admin.extensions import SALES, Status
from erp.admin.formats import amount_text, money_text
from erp.admin.list_filters import titled
from erp.admin.record_admin import RecordAdmin
from erp.admin.site import site
from erp.models import CustomerLedgerEntry, DetailedCustomerLedgEntry
from erp.queries.customer_ledger import with_amounts
from erp.queries.local_currency import local_currency_code


class OpenFilter(admin.SimpleListFilter):
    """By whether something remains, and whether it should have been paid by now."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Open")), ("overdue", _("Overdue")), ("closed", _("Closed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "overdue":
            return queryset.filter(open=True, due_date__lt=timezone.localdate())
        chosen = {"open": True, "closed": False}.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(open=chosen)


class Details(TabularInline):  # type: ignore[type-arg]
    """Nobody changes them; each application and its taking back has its own."""

    model = DetailedCustomerLedgEntry
    fk_name = "cust_ledger_entry"
    extra = 0
    can_delete = False
    fields = [
        "posting_date",
        "entry_type",
        "document_type",
        "document_no",
        "change",
        "change_lcy",
        "taken_back",
    ]
    readonly_fields = ["change", "change_lcy", "taken_back"]
    ordering = ["entry_no"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("erp.view_customerledgerentry")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("Amount"))
    def change(self, detail: DetailedCustomerLedgEntry) -> str:
        return amount_text(detail.amount)

    @admin.display(description=_("Unapplied"))
    def taken_back(self, detail: DetailedCustomerLedgEntry) -> Any:
        return _("Yes") if detail.unapplied else ""

    @admin.display(description=_("Amount (LCY)"))
    def change_lcy(self, detail: DetailedCustomerLedgEntry) -> str:
        return amount_text(detail.amount_lcy)


@admin.register(CustomerLedgerEntry, site=site)
class CustomerLedgerEntryAdmin(RecordAdmin):
    table = "customer_ledger_entry"
    area, area_order = SALES, 45
    keywords = _("receivables open invoices payments balance")
    key_field = ""
    inlines = [Details]
    list_display = [
        "document_no",
        "document_type",
        "customer_name",
        "posting_date",
        "due_date",
        "status_look",
        "amount_shown",
        "remaining_shown",
    ]
    list_display_links = ["document_no"]
    list_select_related = ["customer"]
    numeric_columns = ["amount_shown", "remaining_shown"]
    minor_columns = ["posting_date", "amount_shown"]
    list_filter = [OpenFilter, ("document_type", titled(_("document type")))]
    ordering = ["-entry_no"]
    search_fields = ["document_no", "customer__no", "customer__name", "external_document_no"]
    search_help_text = _("Search document no., customer, external document no.")
    empty_text = _("Posted invoices, credit memos and payments leave an entry here.")
    fieldsets = general(
        ("entry_no", "document_type"),
        ("customer", "document_no"),
        ("description", "external_document_no"),
        ("posting_date", "amount_shown"),
        ("due_date", "remaining_shown"),
        ("closed_at_date", "remaining_lcy"),
    )
    readonly_fields = ["amount_shown", "remaining_shown", "remaining_lcy"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        currency = Coalesce("currency_id", Value(local_currency_code()))
        return with_amounts(super().get_queryset(request)).annotate(shown_currency=currency)

    def record_title(self, record: Any) -> str:
        return f"{record.get_document_type_display()} {record.document_no}"

    @admin.display(description=_("Customer"), ordering="customer_id")
    def customer_name(self, entry: CustomerLedgerEntry) -> str:
        return entry.customer.name or entry.customer.no

    @admin.display(description=_("Status"), ordering="open")
    def status_look(self, entry: CustomerLedgerEntry) -> SafeString:
        status = entry_status(entry)
        return design.status(status.look, status.text)

    @admin.display(description=_("Amount"))
    def amount_shown(self, entry: Any) -> str:
        return money_text(entry.amount, entry.shown_currency)

    @admin.display(description=_("Remaining Amount"))
    def remaining_shown(self, entry: Any) -> str:
        return money_text(entry.remaining_amount, entry.shown_currency)

    @admin.display(description=_("Remaining Amt. (LCY)"))
    def remaining_lcy(self, entry: Any) -> str:
        return amount_text(entry.remaining_amt_lcy)


def entry_status(entry: CustomerLedgerEntry) -> Status:
    """Whether something remains of an entry, and is late."""
    if not entry.open:
        return Status(look="ok", text=_("Closed"))
    late = entry.due_date < timezone.localdate()
    return Status(look="warn", text=_("Overdue")) if late else Status(look="wait", text=_("Open"))
