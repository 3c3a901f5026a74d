"""Opportunities: list and card with lines; won and lost by the business rules."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.amounts import amount_text
from crm.admin.opportunity_actions import OPPORTUNITY_ACTIONS
from crm.admin.sales_documents import (
    ADMINISTRATION,
    FASTTAB,
    READ_ONLY,
    SalesLineInline,
    SalesTotalsAdmin,
)
from crm.admin.site import site
from crm.models import Opportunity, OpportunityProduct


class OpportunityLines(SalesLineInline):
    model = OpportunityProduct
    fk_name = "opportunityid"


@admin.register(Opportunity, site=site)
class OpportunityAdmin(SalesTotalsAdmin):
    searched = ("name_folded",)
    search_help_text = _("Search by topic")
    list_display = (
        "name",
        "customer",
        "estimated",
        "estimatedclosedate",
        "closeprobability",
        "statuscode",
        "owner_name",
    )
    minor_columns = ("closeprobability",)
    numeric_columns = ("estimated", "closeprobability")
    autocomplete_fields = ("pricelevelid",)
    readonly_fields = ("actualvalue", "actualclosedate", *READ_ONLY)
    inlines = (OpportunityLines,)
    card_actions = OPPORTUNITY_ACTIONS
    fieldsets = (
        (
            _("Opportunity"),
            {
                "classes": FASTTAB,
                "fields": (
                    "read_version",
                    ("name", "owner"),
                    ("company", "person"),
                    ("estimatedclosedate", "closeprobability"),
                    ("isrevenuesystemcalculated", "estimatedvalue"),
                    ("pricelevelid", "transactioncurrencyid"),
                    ("opportunityratingcode", "salesstage"),
                    "description",
                ),
            },
        ),
        (
            _("Discount and freight"),
            {"classes": FASTTAB, "fields": (("discountpercentage", "discountamount"), "freightamount")},
        ),
        (
            _("Details"),
            {"classes": FASTTAB, "fields": ("customerneed", "currentsituation", "proposedsolution")},
        ),
        (_("Outcome"), {"classes": FASTTAB, "fields": (("actualvalue", "actualclosedate"),)}),
        ADMINISTRATION,
    )

    @admin.display(description=_("Est. Revenue"), ordering="estimatedvalue")
    def estimated(self, record: Opportunity) -> str:
        return amount_text(record.estimatedvalue, record.transactioncurrencyid)
