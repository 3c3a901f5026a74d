"""Lists and cards of G/L accounts, VAT posting groups and the VAT posting setup."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.admin.areas import FINANCE
from erp.admin.blocked_filter import BlockedFilter
from erp.admin.code_tables import CodeTableAdmin, general
from erp.admin.formats import quantity_text
from erp.admin.record_admin import RecordAdmin
from erp.admin.site import site
from erp.models import GLAccount, VatBusinessPostingGroup, VatPostingSetup, VatProductPostingGroup
from erp.operations.delete_gl_account import delete_gl_account
from erp.operations.delete_vat_business_posting_group import delete_vat_business_posting_group
from erp.operations.delete_vat_posting_setup import delete_vat_posting_setup
from erp.operations.delete_vat_product_posting_group import delete_vat_product_posting_group
from erp.operations.record_operations import by_record
from erp.operations.save_gl_account import save_gl_account
from erp.operations.save_vat_business_posting_group import save_vat_business_posting_group
from erp.operations.save_vat_posting_setup import save_vat_posting_setup
from erp.operations.save_vat_product_posting_group import save_vat_product_posting_group


@admin.register(GLAccount, site=site)
class GLAccountAdmin(RecordAdmin):
    table = "gl_account"
    area, area_order = FINANCE, 70
    menu_label = _("Chart of Accounts")
    keywords = _("general ledger freight account")
    operations = by_record(save=save_gl_account, delete=delete_gl_account)
    key_field = "no"
    list_display = ["no", "name", "vat_prod_posting_group_id", "blocked"]
    list_display_links = ["no"]
    list_filter = [BlockedFilter]
    ordering = ["no"]
    search_fields = ["no", "name"]
    search_help_text = _("Search no., name")
    fieldsets = general(("no", "vat_prod_posting_group"), ("name", "blocked"))

    @admin.display(description=_("VAT Prod. Posting Group"), ordering="vat_prod_posting_group")
    def vat_prod_posting_group_id(self, account: GLAccount) -> str:
        return account.vat_prod_posting_group_id or ""


@admin.register(VatBusinessPostingGroup, site=site)
class VatBusinessPostingGroupAdmin(CodeTableAdmin):
    table = "vat_business_posting_group"
    area, area_order = FINANCE, 80
    operations = by_record(save=save_vat_business_posting_group, delete=delete_vat_business_posting_group)
    fieldsets = general(("code", "description"))


@admin.register(VatProductPostingGroup, site=site)
class VatProductPostingGroupAdmin(CodeTableAdmin):
    table = "vat_product_posting_group"
    area, area_order = FINANCE, 81
    operations = by_record(save=save_vat_product_posting_group, delete=delete_vat_product_posting_group)
    fieldsets = general(("code", "description"))


@admin.register(VatPostingSetup, site=site)
class VatPostingSetupAdmin(RecordAdmin):
    table = "vat_posting_setup"
    area, area_order = FINANCE, 82
    keywords = _("tax percentage")
    operations = by_record(save=save_vat_posting_setup, delete=delete_vat_posting_setup)
    key_field = ""  # both groups together: both may be corrected
    list_display = ["business_group", "product_group", "vat_identifier", "percentage"]
    list_display_links = ["business_group"]
    numeric_columns = ["percentage"]
    ordering = ["vat_bus_posting_group", "vat_prod_posting_group"]
    search_fields = ["vat_bus_posting_group__code", "vat_prod_posting_group__code"]
    search_help_text = _("Search posting groups")
    empty_text = _("Say here what percentage applies when products of one group are sold to the other.")
    fieldsets = general(
        ("vat_bus_posting_group", "vat_percent"), ("vat_prod_posting_group", "vat_identifier")
    )

    def record_title(self, record: Any) -> str:
        return f"{record.vat_bus_posting_group_id} · {record.vat_prod_posting_group_id}"

    @admin.display(description=_("VAT Bus. Posting Group"), ordering="vat_bus_posting_group")
    def business_group(self, setup: VatPostingSetup) -> str:
        return setup.vat_bus_posting_group_id

    @admin.display(description=_("VAT Prod. Posting Group"), ordering="vat_prod_posting_group")
    def product_group(self, setup: VatPostingSetup) -> str:
        return setup.vat_prod_posting_group_id

    @admin.display(description=_("VAT %"), ordering="vat_percent")
    def percentage(self, setup: VatPostingSetup) -> str:
        return quantity_text(setup.vat_percent)
