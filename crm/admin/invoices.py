"""Invoices: list and card with lines; most of them come from the back office."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.order_actions import INVOICE_ACTIONS
from crm.admin.sales_documents import (
    ADDRESSES,
    ADMINISTRATION,
    FASTTAB,
    READ_ONLY,
    SalesLineInline,
    SalesTotalsAdmin,
)
from crm.admin.site import site
from crm.models import Invoice, InvoiceDetail


class InvoiceLines(SalesLineInline):
    model = InvoiceDetail
    fk_name = "invoiceid"


@admin.register(Invoice, site=site)
class InvoiceAdmin(SalesTotalsAdmin):
    searched = ("name_folded", "invoicenumber_folded")
    search_help_text = _("Search by name or invoice ID")
    list_display = ("name", "invoicenumber", "customer", "total", "statuscode", "duedate", "owner_name")
    minor_columns = ("invoicenumber", "duedate")
    autocomplete_fields = ("pricelevelid", "opportunityid")
    readonly_fields = ("invoicenumber", "salesorderid", "lastbackofficesubmit", *READ_ONLY)
    inlines = (InvoiceLines,)
    card_actions = INVOICE_ACTIONS
    fieldsets = (
        (
            _("Invoice"),
            {
                "classes": FASTTAB,
                "fields": (
                    "read_version",
                    ("name", "invoicenumber"),
                    ("company", "person"),
                    ("pricelevelid", "transactioncurrencyid"),
                    ("duedate", "datedelivered"),
                    ("salesorderid", "owner"),
                    ("opportunityid", "lastbackofficesubmit"),
                    "description",
                ),
            },
        ),
        (
            _("Terms"),
            {
                "classes": FASTTAB,
                "fields": (
                    ("discountpercentage", "discountamount"),
                    ("freightamount", "paymenttermscode"),
                    "shippingmethodcode",
                ),
            },
        ),
        ADDRESSES,
        ADMINISTRATION,
    )
