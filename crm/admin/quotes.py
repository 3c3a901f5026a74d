"""Quotes: list and card with lines; activated, revised, won and closed by the business rules."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.quote_actions import QUOTE_ACTIONS
from crm.admin.sales_documents import (
    ADDRESSES,
    ADMINISTRATION,
    FASTTAB,
    READ_ONLY,
    TERMS,
    SalesTotalsAdmin,
)
from crm.admin.site import site
from crm.admin.stock import StockLineInline
from crm.models import Quote, QuoteDetail


class QuoteLines(StockLineInline):
    model = QuoteDetail
    fk_name = "quoteid"


@admin.register(Quote, site=site)
class QuoteAdmin(SalesTotalsAdmin):
    searched = ("name_folded", "quotenumber_folded")
    search_help_text = _("Search by name or quote ID")
    list_display = ("name", "quotenumber", "customer", "total", "statuscode", "effectiveto", "owner_name")
    minor_columns = ("quotenumber", "effectiveto")
    autocomplete_fields = ("pricelevelid", "opportunityid")
    readonly_fields = ("quotenumber", "revisionnumber", *READ_ONLY)
    inlines = (QuoteLines,)
    card_actions = QUOTE_ACTIONS
    fieldsets = (
        (
            _("Quote"),
            {
                "classes": FASTTAB,
                "fields": (
                    "read_version",
                    ("name", "quotenumber"),
                    ("company", "person"),
                    ("pricelevelid", "transactioncurrencyid"),
                    ("effectivefrom", "effectiveto"),
                    ("opportunityid", "owner"),
                    ("requestdeliveryby", "revisionnumber"),
                    "description",
                ),
            },
        ),
        TERMS,
        ADDRESSES,
        ADMINISTRATION,
    )
