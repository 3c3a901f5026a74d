"""Orders: list and card with lines; submitted to the back office, fulfilled and canceled by the rules."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.admin.order_actions import ORDER_ACTIONS
from crm.admin.order_journey import journey_box
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
from crm.models import SalesOrder, SalesOrderDetail


class OrderLines(StockLineInline):
    model = SalesOrderDetail
    fk_name = "salesorderid"


@admin.register(SalesOrder, site=site)
class SalesOrderAdmin(SalesTotalsAdmin):
    searched = ("name_folded", "ordernumber_folded")
    search_help_text = _("Search by name or order ID")
    list_display = ("name", "ordernumber", "customer", "total", "statuscode", "submitdate", "owner_name")
    minor_columns = ("ordernumber", "submitdate")
    autocomplete_fields = ("pricelevelid", "opportunityid")
    readonly_fields = (
        "ordernumber",
        "quoteid",
        "submitdate",
        "lastbackofficesubmit",
        "datefulfilled",
        *READ_ONLY,
    )
    inlines = (OrderLines,)
    card_actions = ORDER_ACTIONS
    fieldsets = (
        (
            _("Order"),
            {
                "classes": FASTTAB,
                "fields": (
                    "read_version",
                    ("name", "ordernumber"),
                    ("company", "person"),
                    ("pricelevelid", "transactioncurrencyid"),
                    ("requestdeliveryby", "owner"),
                    ("opportunityid", "quoteid"),
                    "description",
                ),
            },
        ),
        TERMS,
        ADDRESSES,
        (
            _("Back office"),
            {"classes": FASTTAB, "fields": (("submitdate", "lastbackofficesubmit"), "datefulfilled")},
        ),
        ADMINISTRATION,
    )

    def factboxes(self, request: HttpRequest, record: Any) -> list[str]:
        return [*journey_box(request, record), *super().factboxes(request, record)]
