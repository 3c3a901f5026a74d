"""The product catalogue: products, their units, price lists with the prices on them."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.amounts import amount_text
from crm.admin.lines import LineInline
from crm.admin.product_actions import PRICE_LIST_ACTIONS, PRODUCT_ACTIONS
from crm.admin.record_admin import RecordAdmin
from crm.admin.sales_documents import ADMINISTRATION, FASTTAB, READ_ONLY
from crm.admin.site import site
from crm.models import PriceLevel, Product, ProductPriceLevel, UoM, UoMSchedule


class ProductPrices(LineInline):
    model = ProductPriceLevel
    fk_name = "productid"
    autocomplete_fields = ("pricelevelid", "uomid")
    fields = ("read_version", "pricelevelid", "uomid", "pricingmethodcode", "amount", "percentage")
    line_order = ("pricelevelid__name_folded", "pk")


@admin.register(Product, site=site)
class ProductAdmin(RecordAdmin):
    searched = ("name_folded", "productnumber_folded")
    search_fields = ("name_folded",)
    search_help_text = _("Search by name or product ID")
    list_display = (
        "name",
        "productnumber",
        "producttypecode",
        "defaultuomid",
        "list_price",
        "on_hand",
        "statecode",
    )
    minor_columns = ("producttypecode", "defaultuomid")
    numeric_columns = ("list_price", "on_hand")
    list_filter = ("statecode", "producttypecode")
    list_select_related = ("defaultuomid", "transactioncurrencyid")
    ordering = ("name_folded",)
    autocomplete_fields = ("defaultuomscheduleid", "defaultuomid", "pricelevelid")
    readonly_fields = READ_ONLY
    inlines = (ProductPrices,)
    card_actions = PRODUCT_ACTIONS
    fieldsets = (
        (
            _("Product"),
            {
                "classes": FASTTAB,
                "fields": (
                    "read_version",
                    ("name", "productnumber"),
                    ("producttypecode", "quantitydecimal"),
                    ("defaultuomscheduleid", "defaultuomid"),
                    ("pricelevelid", "transactioncurrencyid"),
                    ("price", "quantityonhand"),
                    ("validfromdate", "validtodate"),
                    "description",
                ),
            },
        ),
        (
            _("Cost and stock"),
            {
                "classes": FASTTAB,
                "fields": (
                    ("currentcost", "standardcost"),
                    ("stockweight", "stockvolume"),
                    ("vendorname", "vendorpartnumber"),
                ),
            },
        ),
        ADMINISTRATION,
    )

    @admin.display(description=_("List Price"), ordering="price")
    def list_price(self, product: Product) -> str:
        return amount_text(product.price, product.transactioncurrencyid)

    @admin.display(description=_("Quantity On Hand"), ordering="quantityonhand")
    def on_hand(self, product: Product) -> str:
        return "" if product.quantityonhand is None else f"{product.quantityonhand.normalize():f}"


class PriceListItems(LineInline):
    model = ProductPriceLevel
    fk_name = "pricelevelid"
    autocomplete_fields = ("productid", "uomid")
    fields = ("read_version", "productid", "uomid", "pricingmethodcode", "amount", "percentage")
    line_order = ("productid__name_folded", "pk")


@admin.register(PriceLevel, site=site)
class PriceLevelAdmin(RecordAdmin):
    searched = ("name_folded",)
    search_fields = ("name_folded",)
    search_help_text = _("Search by name")
    list_display = ("name", "transactioncurrencyid", "begindate", "enddate", "statecode")
    list_filter = ("statecode", "transactioncurrencyid")
    list_select_related = ("transactioncurrencyid",)
    ordering = ("name_folded",)
    readonly_fields = READ_ONLY
    card_actions = PRICE_LIST_ACTIONS
    fieldsets = (
        (
            _("Price List"),
            {
                "classes": FASTTAB,
                "fields": (
                    "read_version",
                    ("name", "transactioncurrencyid"),
                    ("begindate", "enddate"),
                    "description",
                ),
            },
        ),
        ADMINISTRATION,
    )

    def get_inlines(self, request: Any, obj: Any) -> Any:
        """The items of a long list are a list of their own: a form with thousands of rows serves nobody."""
        few = obj is None or ProductPriceLevel.objects.filter(pricelevelid=obj)[:51].count() <= 50
        return (PriceListItems,) if few else ()


@admin.register(ProductPriceLevel, site=site)
class PriceListItemAdmin(RecordAdmin):
    searched = ("productid__name_folded", "pricelevelid__name_folded")
    search_fields = ("productid__name_folded",)
    search_help_text = _("Search by product or price list")
    list_display = ("productid", "pricelevelid", "uomid", "amount_and_currency", "pricingmethodcode")
    numeric_columns = ("amount_and_currency",)
    list_filter = ("pricelevelid",)
    list_select_related = ("productid", "pricelevelid", "uomid", "transactioncurrencyid")
    ordering = ("productid__name_folded",)
    autocomplete_fields = ("productid", "pricelevelid", "uomid")
    readonly_fields = ("transactioncurrencyid", "createdon", "createdby", "modifiedon", "modifiedby")
    fieldsets = (
        (
            _("Price List Item"),
            {
                "classes": FASTTAB,
                "fields": (
                    "read_version",
                    ("pricelevelid", "productid"),
                    ("uomid", "transactioncurrencyid"),
                    ("pricingmethodcode", "amount"),
                    ("percentage", "quantitysellingcode"),
                    ("roundingpolicycode", "roundingoptioncode"),
                    "roundingoptionamount",
                ),
            },
        ),
    )

    @admin.display(description=_("Amount"), ordering="amount")
    def amount_and_currency(self, item: ProductPriceLevel) -> str:
        return amount_text(item.amount, item.transactioncurrencyid)


class Units(LineInline):
    model = UoM
    fk_name = "uomscheduleid"
    fields = ("read_version", "name", "quantity", "baseuom", "isschedulebaseuom")
    readonly_fields = ("isschedulebaseuom",)
    autocomplete_fields = ("baseuom",)
    line_order = ("-isschedulebaseuom", "quantity", "pk")


@admin.register(UoMSchedule, site=site)
class UnitGroupAdmin(RecordAdmin):
    searched = ("name_folded",)
    search_fields = ("name_folded",)
    search_help_text = _("Search by name")
    list_display = ("name", "baseuomname", "statecode")
    list_filter = ("statecode",)
    ordering = ("name_folded",)
    readonly_fields = READ_ONLY
    inlines = (Units,)
    fieldsets = (
        (
            _("Unit Group"),
            {"classes": FASTTAB, "fields": ("read_version", ("name", "baseuomname"), "description")},
        ),
        ADMINISTRATION,
    )


@admin.register(UoM, site=site)
class UnitAdmin(RecordAdmin):
    """Units are edited on the card of their group; this lets other cards look them up."""

    searched = ("name_folded", "uomscheduleid__name_folded")
    search_fields = ("name_folded",)
    ordering = ("name_folded",)
    list_display = ("name", "uomscheduleid", "quantity", "baseuom")
    list_select_related = ("uomscheduleid", "baseuom")
    fields = ("read_version", "name", "quantity")

    def has_module_permission(self, request: Any) -> bool:
        return False
