"""List and card of currencies with their exchange rates."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from erp.admin.areas import FINANCE
from erp.admin.record_admin import RecordAdmin
from erp.admin.record_inline import RecordInline
from erp.admin.site import site
from erp.models import Currency, CurrencyExchangeRate
from erp.operations.create_currencies import create_currencies
from erp.operations.delete_currency import delete_currency
from erp.operations.delete_currency_exchange_rate import delete_currency_exchange_rate
from erp.operations.modify_currencies import modify_currencies
from erp.operations.record_operations import by_record, by_rows
from erp.operations.save_currency_exchange_rate import save_currency_exchange_rate


class ExchangeRates(RecordInline):
    model = CurrencyExchangeRate
    fk_name = "currency"
    operations = by_record(save=save_currency_exchange_rate, delete=delete_currency_exchange_rate)
    fields = [
        "expected_version",
        "starting_date",
        "exchange_rate_amount",
        "relational_currency",
        "relational_exch_rate_amount",
    ]

    def new_values(self, parent: Model, position: int) -> dict[str, Any]:
        return {"currency_code": parent.code}  # type: ignore[attr-defined]


@admin.register(Currency, site=site)
class CurrencyAdmin(RecordAdmin):
    table = "currency"
    area, area_order = FINANCE, 10
    operations = by_rows(
        create=create_currencies, modify=modify_currencies, delete=delete_currency, id_name="currency_id"
    )
    list_display = ["code", "description", "symbol", "iso_code"]
    list_display_links = ["description"]
    minor_columns = ["symbol"]
    ordering = ["code"]
    search_fields = ["code", "description"]
    search_help_text = _("Search code, description")
    inlines = [ExchangeRates]
    losses = (_("Its exchange rates."),)
    fieldsets = [
        (
            _("General"),
            {
                "classes": ["collapse"],
                "fields": [("code", "iso_code"), ("description", "iso_numeric_code"), ("symbol",)],
            },
        ),
        (
            _("Rounding"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("amount_rounding_precision", "unit_amount_rounding_precision"),
                    ("amount_decimal_places",),
                ],
            },
        ),
    ]
