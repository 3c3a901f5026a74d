"""Posted shipments, invoices and credit memos: they are read, never written."""

from typing import Any, Final

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from erp.admin import design
from erp.admin.extensions import SALES, Status
from erp.admin.formats import money_text
from erp.admin.list_filters import reference_filter
from erp.admin.record_admin import RecordAdmin, without_fields
from erp.admin.sales_documents import fast_tabs
from erp.admin.sales_documents.document_sums import DocumentSums
from erp.admin.sales_documents.posted_lines import CreditMemoLines, InvoiceLines, ShipmentLines
from erp.admin.site import site
from erp.models import (
    CustomerLedgerEntry,
    LedgerDocumentType,
    SalesCrMemoHeader,
    SalesInvoiceHeader,
    SalesShipmentHeader,
)
from erp.queries.local_currency import local_currency_code

_NOT_ON_SHIPMENTS: Final = {*fast_tabs.SUMS, "invoice_discount_amount"}


class PostedDocumentAdmin(DocumentSums, RecordAdmin):
    """A list, newest first, and cards without a button to save."""

    area = SALES
    list_display_links = ["no"]
    list_filter = [("salesperson", reference_filter(_("salesperson")))]
    ordering = ["-no"]
    search_fields = [
        "no",
        "sell_to_customer_name",
        "sell_to_customer__no",
        "external_document_no",
        "your_reference",
    ]
    search_help_text = _("Search no., customer, external document no., your reference")
    change_form_template = "erp/sales_document.html"
    facts = fast_tabs.FACTS
    readonly_fields = fast_tabs.SUMS
    origin: tuple[str, ...] = ()  # the fields that say what the document comes from
    unshown: frozenset[str] = frozenset()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        currency = Coalesce("currency_id", Value(local_currency_code()))
        return super().get_queryset(request).annotate(shown_currency=currency)

    def record_title(self, record: Any) -> str:
        return " · ".join(part for part in (record.no, record.sell_to_customer_name) if part)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        own = {field.name for field in self.opts.concrete_fields} | set(fast_tabs.SUMS)
        tabs = fast_tabs.posted_tabs(self.origin)
        asked = {name for _label, tab in tabs for line in tab["fields"] for name in line}
        kept = without_fields(tabs, (asked - own) | self.unshown)
        return [tab for tab in kept if tab[1]["fields"]]

    @admin.display(description=_("Customer"), ordering="sell_to_customer_name")
    def customer(self, document: Any) -> str:
        return document.sell_to_customer_name or document.sell_to_customer_id  # type: ignore[no-any-return]

    @admin.display(description=_("Amount"), ordering="amount")
    def total(self, document: Any) -> str:
        return money_text(document.amount, document.shown_currency)

    @admin.display(description=_("Amount Including VAT"), ordering="amount_including_vat")
    def total_with_vat(self, document: Any) -> str:
        return money_text(document.amount_including_vat, document.shown_currency)


@admin.register(SalesShipmentHeader, site=site)
class PostedShipmentAdmin(PostedDocumentAdmin):
    table = "sales_shipment_header"
    area_order = 40
    keywords = _("delivery despatch")
    inlines = [ShipmentLines]
    origin = ("order_no", "quote_no")
    unshown = frozenset(_NOT_ON_SHIPMENTS)
    list_display = [
        "no",
        "customer",
        "order_no",
        "external_document_no",
        "your_reference",
        "posting_date",
        "ship_to_city",
    ]
    search_fields = [*PostedDocumentAdmin.search_fields, "order_no"]
    minor_columns = ["external_document_no", "your_reference", "ship_to_city"]
    empty_text = _("What is shipped of sales orders appears here.")


@admin.register(SalesInvoiceHeader, site=site)
class PostedInvoiceAdmin(PostedDocumentAdmin):
    table = "sales_invoice_header"
    area_order = 41
    inlines = [InvoiceLines]
    origin = ("order_no",)
    list_display = [
        "no",
        "customer",
        "your_reference",
        "posting_date",
        "due_date",
        "status_look",
        "total_with_vat",
    ]
    numeric_columns = ["total_with_vat"]
    minor_columns = ["your_reference", "posting_date", "due_date"]
    search_fields = [*PostedDocumentAdmin.search_fields, "order_no"]
    list_filter = ["cancelled", *PostedDocumentAdmin.list_filter]
    empty_text = _("What is invoiced of sales orders, and invoices that are posted, appear here.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        entries = CustomerLedgerEntry.objects.filter(
            document_type=LedgerDocumentType.INVOICE, document_no=OuterRef("no")
        )
        return super().get_queryset(request).annotate(is_open=Subquery(entries.values("open")[:1]))

    @admin.display(description=_("Status"))
    def status_look(self, invoice: Any) -> SafeString:
        status = invoice_status(invoice)
        return design.status(status.look, status.text)


def invoice_status(invoice: Any) -> Status:
    """Whether an invoice is to be paid, by its ledger entry as ``is_open``."""
    if invoice.cancelled:
        return Status(look="off", text=_("Cancelled"))
    if not invoice.is_open:
        return Status(look="ok", text=_("Paid"))
    late = invoice.due_date and invoice.due_date < timezone.localdate()
    return Status(look="warn", text=_("Overdue")) if late else Status(look="wait", text=_("Open"))


@admin.register(SalesCrMemoHeader, site=site)
class PostedCreditMemoAdmin(PostedDocumentAdmin):
    table = "sales_cr_memo_header"
    area_order = 42
    inlines = [CreditMemoLines]
    origin = ("corrected_invoice",)
    list_display = [
        "no",
        "customer",
        "corrected_invoice_no",
        "your_reference",
        "posting_date",
        "total_with_vat",
    ]
    numeric_columns = ["total_with_vat"]
    minor_columns = ["your_reference", "corrected_invoice_no"]
    empty_text = _("Posted credit memos appear here, and those that cancel an invoice.")

    @admin.display(description=_("Corrected Invoice No."), ordering="corrected_invoice")
    def corrected_invoice_no(self, memo: Any) -> str:
        return memo.corrected_invoice_id or ""
