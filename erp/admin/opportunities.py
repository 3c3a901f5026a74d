"""List and card of opportunities, and the sales cycles that they name."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.admin.code_tables import CodeTableAdmin, general
from erp.admin.extensions import SALES
from erp.admin.formats import amount_text
from erp.admin.list_filters import titled
from erp.admin.record_admin import RecordAdmin
from erp.admin.site import site
from erp.models import Opportunity, SalesCycle
from erp.operations.create_opportunities import create_opportunities
from erp.operations.delete_opportunity import delete_opportunity
from erp.operations.delete_sales_cycle import delete_sales_cycle
from erp.operations.modify_opportunities import modify_opportunities
from erp.operations.record_operations import by_record, by_rows
from erp.operations.save_sales_cycle import save_sales_cycle


@admin.register(SalesCycle, site=site)
class SalesCycleAdmin(CodeTableAdmin):
    table = "sales_cycle"
    area, area_order = SALES, 65
    operations = by_record(save=save_sales_cycle, delete=delete_sales_cycle)
    fieldsets = general(("code", "description"))


@admin.register(Opportunity, site=site)
class OpportunityAdmin(RecordAdmin):
    table = "opportunity"
    area, area_order = SALES, 25
    keywords = _("sales leads pipeline chances")
    operations = by_rows(
        create=create_opportunities,
        modify=modify_opportunities,
        delete=delete_opportunity,
        id_name="record_id",
    )
    key_field, key_required = "no", False
    lookup_fields = ("contact",)

    list_display = ["no", "description", "contact_name", "salesperson_code", "status", "value"]
    list_display_links = ["description"]
    list_select_related = ["contact"]
    numeric_columns = ["value"]
    minor_columns = ["salesperson_code"]
    list_filter = [("status", titled(_("status")))]
    ordering = ["no"]
    search_fields = ["no", "description", "contact__name"]
    search_help_text = _("Search no., description, contact")
    empty_text = _(
        "Opportunities of your contacts appear here, and those that salespeople work on in the CRM."
    )

    fieldsets = [
        (
            _("General"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("no", "status"),
                    ("description", "salesperson"),
                    ("contact", "contact_company"),
                    ("sales_cycle", "modified_at"),
                ],
            },
        ),
        (
            _("Estimate"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("estimated_value_lcy", "estimated_closing_date"),
                    ("probability_percent", "creation_date"),
                    ("current_value", "date_closed"),
                ],
            },
        ),
    ]
    readonly_fields = [
        "contact_company",
        "creation_date",
        "date_closed",
        "current_value",
        "modified_at",
    ]

    @admin.display(description=_("Contact"), ordering="contact__name")
    def contact_name(self, opportunity: Opportunity) -> str:
        return opportunity.contact.name if opportunity.contact else ""

    @admin.display(description=_("Salesperson"), ordering="salesperson")
    def salesperson_code(self, opportunity: Opportunity) -> str:
        return opportunity.salesperson_id or ""

    @admin.display(description=_("Value (LCY)"), ordering="estimated_value_lcy")
    def value(self, opportunity: Opportunity) -> str:
        return amount_text(opportunity.estimated_value_lcy)

    @admin.display(description=_("Calcd. Current Value (LCY)"))
    def current_value(self, opportunity: Opportunity) -> str:
        return amount_text(opportunity.calcd_current_value_lcy)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.date_closed)
