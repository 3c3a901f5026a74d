"""Lists and cards of the small tables that others refer to by code."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from erp.admin.areas import FINANCE
from erp.admin.extensions import PRODUCTS, SETUP
from erp.admin.record_admin import RecordAdmin
from erp.admin.record_inline import RecordInline
from erp.admin.site import site
from erp.models import (
    CountryRegion,
    CustomerPriceGroup,
    NoSeries,
    NoSeriesLine,
    PaymentTerms,
    PostCode,
    ShipmentMethod,
    ShippingAgent,
)
from erp.operations.create_customer_price_groups import create_customer_price_groups
from erp.operations.delete_country_region import delete_country_region
from erp.operations.delete_customer_price_group import delete_customer_price_group
from erp.operations.delete_no_series import delete_no_series
from erp.operations.delete_no_series_line import delete_no_series_line
from erp.operations.delete_payment_terms import delete_payment_terms
from erp.operations.delete_post_code import delete_post_code
from erp.operations.delete_shipment_method import delete_shipment_method
from erp.operations.delete_shipping_agent import delete_shipping_agent
from erp.operations.modify_customer_price_groups import modify_customer_price_groups
from erp.operations.record_operations import by_record, by_rows
from erp.operations.save_country_region import save_country_region
from erp.operations.save_no_series import save_no_series
from erp.operations.save_no_series_line import save_no_series_line
from erp.operations.save_payment_terms import save_payment_terms
from erp.operations.save_post_code import save_post_code
from erp.operations.save_shipment_method import save_shipment_method
from erp.operations.save_shipping_agent import save_shipping_agent


def general(*lines: tuple[str, ...]) -> list[Any]:
    """A card with one FastTab."""
    return [(_("General"), {"classes": ["collapse"], "fields": list(lines)})]


class CodeTableAdmin(RecordAdmin):
    list_display = ["code", "description"]
    list_display_links = ["code"]
    ordering = ["code"]
    search_fields = ["code", "description"]
    search_help_text = _("Search code, description")


@admin.register(CustomerPriceGroup, site=site)
class CustomerPriceGroupAdmin(CodeTableAdmin):
    table = "customer_price_group"
    area, area_order = PRODUCTS, 30
    operations = by_rows(
        create=create_customer_price_groups,
        modify=modify_customer_price_groups,
        delete=delete_customer_price_group,
        id_name="record_id",
    )
    losses = (_("Its sales prices."),)
    fieldsets = general(("code", "description"))


@admin.register(PaymentTerms, site=site)
class PaymentTermsAdmin(CodeTableAdmin):
    table = "payment_terms"
    area, area_order = FINANCE, 20
    operations = by_record(save=save_payment_terms, delete=delete_payment_terms)
    list_display = ["code", "description", "due_date_calculation"]
    fieldsets = general(("code", "due_date_calculation"), ("description",))


@admin.register(ShipmentMethod, site=site)
class ShipmentMethodAdmin(CodeTableAdmin):
    table = "shipment_method"
    area, area_order = FINANCE, 30
    operations = by_record(save=save_shipment_method, delete=delete_shipment_method)
    fieldsets = general(("code", "description"))


@admin.register(ShippingAgent, site=site)
class ShippingAgentAdmin(CodeTableAdmin):
    table = "shipping_agent"
    area, area_order = FINANCE, 40
    operations = by_record(save=save_shipping_agent, delete=delete_shipping_agent)
    list_display = ["code", "name", "internet_address"]
    search_fields = ["code", "name"]
    search_help_text = _("Search code, name")
    fieldsets = general(("code", "internet_address"), ("name",))


@admin.register(CountryRegion, site=site)
class CountryRegionAdmin(CodeTableAdmin):
    table = "country_region"
    area, area_order = FINANCE, 50
    operations = by_record(save=save_country_region, delete=delete_country_region)
    list_display = ["code", "name", "iso_code", "iso_numeric_code"]
    minor_columns = ["iso_numeric_code"]
    search_fields = ["code", "name"]
    search_help_text = _("Search code, name")
    fieldsets = general(("code", "iso_code"), ("name", "iso_numeric_code"))


@admin.register(PostCode, site=site)
class PostCodeAdmin(CodeTableAdmin):
    table = "post_code"
    area, area_order = FINANCE, 60
    operations = by_record(save=save_post_code, delete=delete_post_code)
    key_field = ""  # code and city together: both may be corrected
    list_display = ["code", "city", "county", "country"]
    minor_columns = ["county"]
    ordering = ["code", "city"]
    search_fields = ["code", "city"]
    search_help_text = _("Search code, city")
    fieldsets = general(("code", "county"), ("city", "country_region"))

    @admin.display(description=_("Country/Region Code"), ordering="country_region_id")
    def country(self, post_code: PostCode) -> str:
        return post_code.country_region_id or ""


class NoSeriesLines(RecordInline):
    model = NoSeriesLine
    operations = by_record(save=save_no_series_line, delete=delete_no_series_line)
    fields = [
        "expected_version",
        "starting_date",
        "starting_no",
        "ending_no",
        "increment_by_no",
        "last_no_used",
        "open",
    ]

    def new_values(self, parent: Model, position: int) -> dict[str, Any]:
        lines = NoSeriesLine.objects.filter(series__code=parent.code)  # type: ignore[attr-defined]
        lines = lines.order_by("-line_no")
        last = lines.values_list("line_no", flat=True).first() or 0
        return {"series_code": parent.code, "line_no": last + 10_000}  # type: ignore[attr-defined]


@admin.register(NoSeries, site=site)
class NoSeriesAdmin(CodeTableAdmin):
    table = "no_series"
    area, area_order = SETUP, 220
    operations = by_record(save=save_no_series, delete=delete_no_series)
    list_display = ["code", "description", "default_nos", "manual_nos"]
    fieldsets = general(("code", "default_nos"), ("description", "manual_nos"))
    inlines = [NoSeriesLines]
    losses = (_("Its lines with the numbers given so far."),)
