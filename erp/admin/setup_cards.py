"""Cards of the setup tables with one row each: company information, general ledger setup and others."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erp.admin.code_tables import general
from erp.admin.extensions import SETUP
from erp.admin.record_admin import RecordAdmin
from erp.admin.site import site
from erp.models import (
    CompanyInformation,
    GeneralLedgerSetup,
    InventorySetup,
    MarketingSetup,
    ResourcesSetup,
    SalesReceivablesSetup,
)
from erp.operations.record_operations import of_setup


class SetupAdmin(RecordAdmin):
    """There is no list: its address leads to the one card."""

    area = SETUP
    key_field = ""

    def record_title(self, record: Any) -> str:
        return str(self.opts.verbose_name)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not self.model._default_manager.exists()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        record_id = self.model._default_manager.values_list("pk", flat=True).first()
        url = reverse(f"{name}_change", args=[record_id]) if record_id else reverse(f"{name}_add")
        return HttpResponseRedirect(url)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {"single_record": True, "show_save_and_add_another": False}
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(CompanyInformation, site=site)
class CompanyInformationAdmin(SetupAdmin):
    table = "company_information"
    area_order = 200
    operations = of_setup(CompanyInformation)
    fieldsets = [
        *general(("name", "name_2")),
        (
            _("Address and contact"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("address", "phone_no"),
                    ("address_2", "fax_no"),
                    ("post_code", "e_mail"),
                    ("city", "home_page"),
                    ("county", "country_region"),
                ],
            },
        ),
    ]


@admin.register(GeneralLedgerSetup, site=site)
class GeneralLedgerSetupAdmin(SetupAdmin):
    table = "general_ledger_setup"
    area_order = 205
    operations = of_setup(GeneralLedgerSetup)
    fieldsets = general(("lcy_code",), ("amount_rounding_precision", "unit_amount_rounding_precision"))


@admin.register(SalesReceivablesSetup, site=site)
class SalesReceivablesSetupAdmin(SetupAdmin):
    table = "sales_receivables_setup"
    area_order = 210
    operations = of_setup(SalesReceivablesSetup)
    fieldsets = [
        *general(
            ("write_in_product_type", "freight_gl_account"),
            ("write_in_product_no", "archive_quotes"),
            ("archive_orders",),
        ),
        (
            _("Number Series"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("customer_nos", "credit_memo_nos"),
                    ("quote_nos", "posted_shipment_nos"),
                    ("order_nos", "posted_invoice_nos"),
                    ("invoice_nos", "posted_credit_memo_nos"),
                ],
            },
        ),
    ]


@admin.register(MarketingSetup, site=site)
class MarketingSetupAdmin(SetupAdmin):
    table = "marketing_setup"
    area_order = 215
    operations = of_setup(MarketingSetup)
    fieldsets = general(("contact_nos", "bus_rel_code_for_customers"), ("opportunity_nos",))


@admin.register(InventorySetup, site=site)
class InventorySetupAdmin(SetupAdmin):
    table = "inventory_setup"
    area_order = 216
    operations = of_setup(InventorySetup)
    fieldsets = general(("item_nos", "prevent_negative_inventory"))


@admin.register(ResourcesSetup, site=site)
class ResourcesSetupAdmin(SetupAdmin):
    table = "resources_setup"
    area_order = 217
    operations = of_setup(ResourcesSetup)
    fieldsets = general(("resource_nos",))
