"""Currencies of the CRM: list and card."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.record_admin import RecordAdmin
from crm.admin.site import site
from crm.models import TransactionCurrency


@admin.register(TransactionCurrency, site=site)
class TransactionCurrencyAdmin(RecordAdmin):
    searched = ("isocurrencycode_folded",)
    search_fields = ("isocurrencycode_folded",)
    search_help_text = _("Search by currency code")
    list_display = ("isocurrencycode", "currencyname", "currencysymbol", "exchangerate", "statecode")
    numeric_columns = ("exchangerate",)
    list_filter = ("statecode",)
    ordering = ("isocurrencycode_folded",)
    readonly_fields = ("createdon", "modifiedon", "modifiedby")
    fieldsets = (
        (
            _("Currency"),
            {
                "classes": ["collapse"],
                "fields": (
                    "read_version",
                    ("isocurrencycode", "currencyname"),
                    ("currencysymbol", "currencyprecision"),
                    ("exchangerate", "statecode"),
                ),
            },
        ),
        (_("Administration"), {"classes": ["collapse"], "fields": readonly_fields}),
    )
