"""List and card of sales prices."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.admin.code_tables import general
from erp.admin.extensions import PRODUCTS
from erp.admin.formats import amount_text, period_text, quantity_text
from erp.admin.list_filters import titled
from erp.admin.record_admin import RecordAdmin
from erp.admin.site import site
from erp.models import SalesPrice
from erp.operations.create_sales_prices import create_sales_prices
from erp.operations.delete_sales_price import delete_sales_price
from erp.operations.modify_sales_prices import modify_sales_prices
from erp.operations.record_operations import by_rows


@admin.register(SalesPrice, site=site)
class SalesPriceAdmin(RecordAdmin):
    table = "sales_price"
    area, area_order = PRODUCTS, 40
    operations = by_rows(
        create=create_sales_prices, modify=modify_sales_prices, delete=delete_sales_price, id_name="record_id"
    )
    key_field = ""  # several fields together: all may be corrected
    lookup_fields = ("item",)
    list_display = [
        "item_no",
        "sales_type",
        "sales_code",
        "price",
        "currency_code",
        "unit",
        "quantity",
        "period",
    ]
    list_display_links = ["item_no"]
    numeric_columns = ["quantity", "price"]
    minor_columns = ["unit", "quantity", "period"]
    list_filter = [("sales_type", titled(_("sales type")))]
    ordering = ["item", "sales_type", "sales_code", "id"]
    search_fields = ["item__no", "sales_code"]
    search_help_text = _("Search item no., sales code")
    empty_text = _("Prices for a customer, a price group, a campaign or everybody appear here.")
    fieldsets = general(
        ("item", "unit_price"),
        ("sales_type", "currency"),
        ("sales_code", "minimum_quantity"),
        ("starting_date", "ending_date"),
        ("unit_of_measure",),
    )

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "sales_code__exact" or super().lookup_allowed(lookup, value, request)

    def record_title(self, record: Any) -> str:
        whose = record.sales_code or record.get_sales_type_display()
        return f"{record.item_id} · {whose}"

    @admin.display(description=_("Item No."), ordering="item_id")
    def item_no(self, price: SalesPrice) -> str:
        return price.item_id

    @admin.display(description=_("Unit"))
    def unit(self, price: SalesPrice) -> str:
        return price.unit_of_measure_id or ""

    @admin.display(description=_("Currency"))
    def currency_code(self, price: SalesPrice) -> str:
        return price.currency_id or ""

    @admin.display(description=_("From quantity"))
    def quantity(self, price: SalesPrice) -> str:
        return quantity_text(price.minimum_quantity) if price.minimum_quantity else ""

    @admin.display(description=_("Valid"), ordering="starting_date")
    def period(self, price: SalesPrice) -> str:
        return period_text(price.starting_date, price.ending_date)

    @admin.display(description=_("Unit Price"), ordering="unit_price")
    def price(self, price: SalesPrice) -> str:
        return amount_text(price.unit_price)
